using System.Diagnostics;
using ActorJobs.Benchmarks.Stores;

namespace ActorJobs.Benchmarks.Scale;

/// <summary>
/// Whether claims and finishes slow down with what a store holds: against an empty store, with a backlog, with history,
/// and while somebody holds a snapshot open. Ratios of 1 are what a store should show.
/// </summary>
/// <remarks>
/// <para>
/// The empty store has a server of its own and takes turns with the other one, round by round, for a shared machine is
/// several times slower in one minute than in another: each ratio is of two neighbours in time. It is emptied for
/// each of its turns, or its own rounds would give it the history that it is compared with. Where neighbours differ too,
/// the least CPU of each side's turns says most: others' work only adds to it.
/// </para>
/// <para>
/// <c>BENCH_JOBS</c> (50,000) are claimed and finished in each turn, <c>BENCH_BACKLOG</c> (1,000,000) jobs wait or have
/// finished, <c>BENCH_HOLD_SECONDS</c> (300) the snapshot is held under churn. A Redis keeps 100,000 of those that
/// finished, so there each finish removes as many as it adds.
/// </para>
/// </remarks>
internal static class ScaleBench
{
    private const int Churn = 10_000;
    private const int WarmUp = 5_000;
    private const int Rounds = 5;
    private const string All = "10000000";
    private static readonly TimeSpan FarAway = TimeSpan.FromDays(1);

    public static async Task RunAsync(Figures figures, string kind)
    {
        var (jobs, backlog) = (Numbers.Get("BENCH_JOBS", 50_000), Numbers.Get("BENCH_BACKLOG", 1_000_000));
        await using var empty = await BenchStores.StartOwnAsync(kind);
        await using var stores = await BenchStores.StartOwnAsync(kind);
        await WithBacklogAsync(figures, (empty, stores), jobs, backlog);
        if (kind == "redis")
        {
            // Where a number of jobs is kept, each end removes another job once that is reached: with all kept, and at the bound.
            await WithHistoryAsync(figures, "history", (empty, stores), jobs, backlog, ("RETAIN_SUCCEEDED_COUNT", All));
            await WithHistoryAsync(figures, "history_at_its_bound", (empty, stores), jobs, backlog);
            return;
        }
        await WithHistoryAsync(figures, "history", (empty, stores), jobs, backlog);
    }

    private static async Task WithBacklogAsync(
        Figures figures, (BenchStores Empty, BenchStores Held) stores, int jobs, int backlog)
    {
        await using var open = await OpenStore.FreshAsync(stores.Held);
        await open.Paths.BulkAsync(backlog, TimeProvider.System.GetUtcNow() + FarAway);
        await open.Paths.BulkAsync(backlog);
        // What is enqueued in a round waits behind the backlog; what is claimed is its head.
        await CompareAsync(figures, "backlog", stores, open.Paths, jobs);
    }

    private static async Task WithHistoryAsync(
        Figures figures, string figure, (BenchStores Empty, BenchStores Held) stores, int jobs, int finished,
        params (string Name, string Value)[] settings)
    {
        await using var open = await OpenStore.FreshAsync(stores.Held, settings);
        for (var left = finished; left > 0; left -= Churn)
        {
            await ChurnOnceAsync(open.Paths);
        }
        await CompareAsync(figures, figure, stores, open.Paths, jobs);
        if (stores.Held.Kind == "postgres")
        {
            await using var snapshot = await HeldSnapshot.OpenAsync(PostgresDatabase.Url(stores.Held.Server));
            figures.Add("churned_jobs_under_snapshot", await ChurnAsync(open.Paths));
            await CompareAsync(figures, "held_snapshot", stores, open.Paths, jobs);
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

    // Whoever begins changes; the first round warms the program and the servers up, and does not count.
    private static async Task CompareAsync(
        Figures figures, string name, (BenchStores Empty, BenchStores Held) stores, StorePaths paths, int jobs)
    {
        for (var round = 0; round <= Rounds; round++)
        {
            Turn empty, held;
            if (round % 2 == 0)
            {
                empty = await EmptyAsync(stores.Empty, jobs);
                held = await TurnAsync(stores.Held, paths, jobs);
            }
            else
            {
                held = await TurnAsync(stores.Held, paths, jobs);
                empty = await EmptyAsync(stores.Empty, jobs);
            }
            if (round > 0)
            {
                Add(figures, name, held, empty);
            }
        }
    }

    private static async Task<Turn> EmptyAsync(BenchStores stores, int jobs)
    {
        await using var open = await OpenStore.FreshAsync(stores);
        await open.Paths.BulkAsync(WarmUp);
        await open.Paths.DrainAsync(WarmUp);
        return await TurnAsync(stores, open.Paths, jobs);
    }

    /// <summary>
    /// Adds as many jobs as are then claimed and finished; only that is timed. Then the same again, of which the claims alone are
    /// timed.
    /// </summary>
    private static async Task<Turn> TurnAsync(BenchStores stores, StorePaths paths, int jobs)
    {
        await paths.BulkAsync(jobs);
        var (cpu, start) = (await stores.ServerCpuAsync(), Stopwatch.GetTimestamp());
        await paths.DrainAsync(jobs);
        var rate = jobs / Stopwatch.GetElapsedTime(start).TotalSeconds;
        var used = (await stores.ServerCpuAsync() - cpu)?.TotalMicroseconds / jobs;
        await paths.BulkAsync(jobs);
        start = Stopwatch.GetTimestamp();
        var claims = await paths.ClaimAsync(jobs);
        var claimRate = jobs / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await paths.FinishAsync(claims);
        return new Turn(rate, claimRate, used);
    }

    private static void Add(Figures figures, string name, Turn held, Turn empty)
    {
        figures.Add(name + "_per_s", held.Rate);
        figures.Add(name + "_empty_per_s", empty.Rate);
        figures.Add(name + "_to_empty", held.Rate / empty.Rate);
        figures.Add(name + "_claims_to_empty", held.ClaimRate / empty.ClaimRate);
        if (held.CpuMicroseconds is { } cpu && empty.CpuMicroseconds is { } least)
        {
            figures.Add(name + "_server_cpu_us_per_job", cpu);
            figures.Add(name + "_empty_server_cpu_us_per_job", least);
            figures.Add(name + "_server_cpu_to_empty", cpu / least);
        }
    }

    /// <summary>What one turn showed.</summary>
    /// <param name="Rate">Jobs claimed and finished in a second.</param>
    /// <param name="ClaimRate">Jobs read ahead and claimed in a second, by one reader, when none is finished meanwhile.</param>
    /// <param name="CpuMicroseconds">CPU of the server for each; null where it does not tell.</param>
    private sealed record Turn(double Rate, double ClaimRate, double? CpuMicroseconds);
}
