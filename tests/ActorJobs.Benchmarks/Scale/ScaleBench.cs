using System.Diagnostics;
using ActorJobs.Benchmarks.Stores;

namespace ActorJobs.Benchmarks.Scale;

/// <summary>
/// Whether claims and finishes slow down with what a store holds: against an empty store, with a backlog, with history,
/// and while somebody holds a snapshot open. Ratios of 1 are what a store should show.
/// </summary>
/// <remarks>
/// <c>BENCH_JOBS</c> (100,000) are claimed and finished for each figure, <c>BENCH_BACKLOG</c> (1,000,000) jobs wait or
/// have finished, <c>BENCH_HOLD_SECONDS</c> (300) the snapshot is held under churn.
/// </remarks>
internal static class ScaleBench
{
    private const int Churn = 10_000;
    private const int Rounds = 3;
    private static readonly TimeSpan FarAway = TimeSpan.FromDays(1);

    public static async Task RunAsync(Figures figures, BenchStores stores)
    {
        var (jobs, backlog) = (Numbers.Get("BENCH_JOBS", 100_000), Numbers.Get("BENCH_BACKLOG", 1_000_000));
        await WithBacklogAsync(figures, stores, jobs, backlog);
        await WithHistoryAsync(figures, stores, jobs, backlog);
    }

    private static async Task WithBacklogAsync(Figures figures, BenchStores stores, int jobs, int backlog)
    {
        await using var open = await OpenStore.FreshAsync(stores);
        var empty = await WarmRateAsync(open.Paths, jobs);
        figures.Add("empty_per_s", empty);
        await open.Paths.BulkAsync(backlog, TimeProvider.System.GetUtcNow() + FarAway);
        await open.Paths.BulkAsync(backlog);
        // What is enqueued now waits behind the backlog; what is claimed is its head.
        Compare(figures, "backlog", await RateAsync(open.Paths, jobs), empty);
    }

    private static async Task WithHistoryAsync(Figures figures, BenchStores stores, int jobs, int finished)
    {
        await using var open = await OpenStore.FreshAsync(stores);
        var empty = await WarmRateAsync(open.Paths, jobs);
        for (var left = finished; left > 0; left -= Churn)
        {
            await ChurnOnceAsync(open.Paths);
        }
        Compare(figures, "history", await RateAsync(open.Paths, jobs), empty);
        if (stores.Kind == "postgres")
        {
            await using var held = await HeldSnapshot.OpenAsync(PostgresDatabase.Url(stores.Server));
            figures.Add("churned_jobs_under_snapshot", await ChurnAsync(open.Paths));
            Compare(figures, "held_snapshot", await RateAsync(open.Paths, jobs), empty);
        }
    }

    private static async Task<int> ChurnAsync(StorePaths paths)
    {
        var hold = TimeSpan.FromSeconds(Numbers.Get("BENCH_HOLD_SECONDS", 300));
        var churned = 0;
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < hold; churned += Churn)
        {
            await ChurnOnceAsync(paths);
        }
        return churned;
    }

    private static async Task ChurnOnceAsync(StorePaths paths)
    {
        await paths.BulkAsync(Churn);
        await paths.DrainAsync(Churn);
    }

    private static async Task<double> WarmRateAsync(StorePaths paths, int jobs)
    {
        await RateAsync(paths, jobs);
        return await RateAsync(paths, jobs);
    }

    /// <summary>
    /// Adds as many jobs as are then claimed and finished; only those are timed. The median of some rounds, as a
    /// machine has its moments.
    /// </summary>
    private static async Task<double> RateAsync(StorePaths paths, int jobs)
    {
        var rates = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            await paths.BulkAsync(jobs);
            var start = Stopwatch.GetTimestamp();
            await paths.DrainAsync(jobs);
            rates[round] = jobs / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        return rates.Order().ElementAt(Rounds / 2);
    }

    private static void Compare(Figures figures, string name, double rate, double empty)
    {
        figures.Add(name + "_per_s", rate);
        figures.Add(name + "_to_empty", rate / empty);
    }
}
