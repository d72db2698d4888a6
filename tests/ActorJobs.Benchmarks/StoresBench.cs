using ActorJobs.Benchmarks.Stores;

namespace ActorJobs.Benchmarks;

/// <summary>Two stores side by side: enqueue through the client, singly and in bulk, and the drain.</summary>
internal static class StoresBench
{
    // A store within the process has no server to wait for, so of SQLite as much is wanted as of PostgreSQL.
    private const double Goal = 1;

    public static async Task RunAsync(TextWriter output, string one, string other)
    {
        var (jobs, repetitions) = (Numbers.Get("BENCH_JOBS", 50_000), Numbers.Get("BENCH_REPETITIONS", 3));
        await using var ones = await BenchStores.StartAsync(one);
        await using var others = await BenchStores.StartAsync(other);
        var goals = (one, other) is ("sqlite", "postgres")
            ? new Dictionary<string, double> { ["client_single_per_s"] = Goal, ["drain_cold_per_s"] = Goal }
            : [];
        var sides = new SideBySide(one, other, goals);
        await sides.RunAsync(
            repetitions, figures => ClientBench.RunAsync(figures, ones, jobs), figures => ClientBench.RunAsync(figures, others, jobs));
        sides.Print(output);
    }
}
