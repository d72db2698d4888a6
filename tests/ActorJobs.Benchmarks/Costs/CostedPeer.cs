using System.Globalization;
using System.Runtime.InteropServices;
using ActorJobs.Benchmarks.Peers;
using ActorJobs.Benchmarks.Servers;

namespace ActorJobs.Benchmarks.Costs;

/// <summary>A system that speaks the sub-command protocol of the peers, and the store it works on.</summary>
/// <param name="Name">How its figures are called.</param>
/// <param name="OnPostgres">True on PostgreSQL, false on Redis.</param>
/// <param name="Program">What to run.</param>
/// <param name="Words">Its first arguments.</param>
internal sealed record CostedPeer(string Name, bool OnPostgres, string Program, string[] Words)
{
    // About ten seconds each on two cores: they run some hundred jobs a second on PostgreSQL, a thousand on Redis.
    private const int MostForDotnetOnPostgres = 3_000;
    private const int MostForDotnetOnRedis = 10_000;

    /// <summary>How many jobs it gets at most.</summary>
    public int MostJobs { get; init; } = int.MaxValue;

    /// <summary>What it keeps of jobs that have ended, by default.</summary>
    public required string Keeps { get; init; }

    /// <summary>Name and version of the packages it is made of.</summary>
    public required Func<string> Version { get; init; }

    /// <summary>
    /// Those that can run here: ours always, those of node when BENCH_PEERS names the folder where their programs are
    /// installed, those of .NET when BENCH_DOTNET_PEERS names their program.
    /// </summary>
    public static IEnumerable<CostedPeer> All()
    {
        yield return Ours("actorjobs-postgres", onPostgres: true, "succeeded for 24 h, 5,000 failed");
        yield return Ours("actorjobs-redis", onPostgres: false, "100,000 succeeded for 24 h, 5,000 failed");
        if (System.Environment.GetEnvironmentVariable("BENCH_PEERS") is { Length: > 0 } folder)
        {
            yield return Node("graphile", onPostgres: true, folder, "graphile-worker", "none but failed");
            yield return Node("pgboss", onPostgres: true, folder, "pg-boss", "all for 7 days");
            yield return Node("bullmq", onPostgres: false, folder, "bullmq", "all");
        }
        if (System.Environment.GetEnvironmentVariable("BENCH_DOTNET_PEERS") is { Length: > 0 } program)
        {
            const string HangfireKeeps = "succeeded for 24 h, all failed";
            yield return Dotnet(
                "hangfire-postgres", onPostgres: true, program, ["Hangfire.Core", "Hangfire.PostgreSql"],
                HangfireKeeps);
            yield return Dotnet("quartz", onPostgres: true, program, ["Quartz"], "none");
            yield return Dotnet(
                "hangfire-redis", onPostgres: false, program, ["Hangfire.Core", "Hangfire.Redis.StackExchange"],
                HangfireKeeps);
        }
    }

    /// <summary>How many jobs it gets when that many are wanted.</summary>
    public int Jobs(int wanted) => Math.Min(wanted, MostJobs);

    /// <summary>Runs a sub-command over the store that listens on a loopback port.</summary>
    /// <returns>What it printed.</returns>
    public Task<string> RunAsync(int port, params string[] words) =>
        Command.RunAsync(Program, [.. Words, .. words], Environment(port));

    /// <summary>Starts a sub-command that goes on while others run.</summary>
    public RunningCommand Start(int port, params string[] words) =>
        RunningCommand.Start(Program, [.. Words, .. words], Environment(port));

    private static CostedPeer Ours(string name, bool onPostgres, string keeps)
    {
        var assembly = typeof(CostedPeer).Assembly;
        return new(
            name, onPostgres, "dotnet", [assembly.Location, "peer", "--store", onPostgres ? "postgres" : "redis"])
        {
            Keeps = keeps,
            Version = () => "ActorJobs " + assembly.GetName().Version!.ToString(3),
        };
    }

    private static CostedPeer Node(string name, bool onPostgres, string folder, string package, string keeps)
    {
        var machine = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        return new(
            name, onPostgres, Path.Combine(folder, $"node_modules/node-linux-{machine}/bin/node"),
            [Path.Combine(folder, "peer.mjs"), name])
        {
            Keeps = keeps,
            Version = () => PackageVersions.OfNode(folder, package),
        };
    }

    private static CostedPeer Dotnet(string name, bool onPostgres, string program, string[] packages, string keeps) =>
        new(name, onPostgres, "dotnet", [program, name])
        {
            Keeps = keeps,
            MostJobs = onPostgres ? MostForDotnetOnPostgres : MostForDotnetOnRedis,
            Version = () => PackageVersions.OfDotnet(program, packages),
        };

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
