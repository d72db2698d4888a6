using System.Globalization;
using System.Runtime.InteropServices;
using ActorJobs.Benchmarks.Servers;

namespace ActorJobs.Benchmarks.Costs;

/// <summary>A system that speaks the sub-command protocol of the peers, and the store it works on.</summary>
/// <param name="Name">How its figures are called.</param>
/// <param name="OnPostgres">True on PostgreSQL, false on Redis.</param>
/// <param name="Program">What to run.</param>
/// <param name="Words">Its first arguments.</param>
internal sealed record CostedPeer(string Name, bool OnPostgres, string Program, string[] Words)
{
    /// <summary>
    /// Those that can run here: ours always, the others when BENCH_PEERS names the folder where their programs are
    /// installed.
    /// </summary>
    public static IEnumerable<CostedPeer> All()
    {
        yield return Ours("actorjobs-postgres", onPostgres: true);
        yield return Ours("actorjobs-redis", onPostgres: false);
        if (System.Environment.GetEnvironmentVariable("BENCH_PEERS") is { Length: > 0 } folder)
        {
            yield return Node("graphile", onPostgres: true, folder);
            yield return Node("pgboss", onPostgres: true, folder);
            yield return Node("bullmq", onPostgres: false, folder);
        }
    }

    /// <summary>Runs a sub-command over the store that listens on a loopback port.</summary>
    /// <returns>What it printed.</returns>
    public Task<string> RunAsync(int port, params string[] words) =>
        Command.RunAsync(Program, [.. Words, .. words], Environment(port));

    /// <summary>Starts a sub-command that goes on while others run.</summary>
    public RunningCommand Start(int port, params string[] words) =>
        RunningCommand.Start(Program, [.. Words, .. words], Environment(port));

    private static CostedPeer Ours(string name, bool onPostgres) => new(
        name, onPostgres, "dotnet",
        [typeof(CostedPeer).Assembly.Location, "peer", "--store", onPostgres ? "postgres" : "redis"]);

    private static CostedPeer Node(string name, bool onPostgres, string folder)
    {
        var machine = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        return new(
            name, onPostgres, Path.Combine(folder, $"node_modules/node-linux-{machine}/bin/node"),
            [Path.Combine(folder, "peer.mjs"), name]);
    }

    private Dictionary<string, string> Environment(int port)
    {
        var text = port.ToString(CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["NODE_NO_WARNINGS"] = "1",
            [OnPostgres ? "PEERS_PG_URL" : "PEERS_REDIS_URL"] =
                OnPostgres ? $"postgres://postgres@127.0.0.1:{text}/postgres" : $"redis://127.0.0.1:{text}/0",
        };
    }
}
