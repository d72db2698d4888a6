using System.Diagnostics;

namespace ActorJobs.Benchmarks.Stores;

/// <summary>The store alone, without actors: enqueue one, enqueue many, read, claim and finish.</summary>
internal static class StoreBench
{
    private const int WarmUpShare = 10;

    public static async Task RunAsync(Figures figures, BenchStores stores, int jobs)
    {
        await using var open = await OpenStore.FreshAsync(stores);
        await open.Paths.SinglesAsync(jobs / WarmUpShare);
        await TimeAsync(figures, "store_single_per_s", jobs, () => open.Paths.SinglesAsync(jobs));
        await TimeAsync(figures, "store_bulk_per_s", jobs, () => open.Paths.BulkAsync(jobs));
        await TimeAsync(figures, "store_claim_finish_per_s", 2 * jobs, () => open.Paths.DrainAsync(2 * jobs));
    }

    private static async Task TimeAsync(Figures figures, string name, int jobs, Func<Task> run)
    {
        var (start, allocated) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes());
        await run();
        figures.Add(name, jobs / Stopwatch.GetElapsedTime(start).TotalSeconds);
        figures.Add(
            name.Replace("per_s", "bytes_per_job", StringComparison.Ordinal),
            (double)(GC.GetTotalAllocatedBytes() - allocated) / jobs);
    }
}
