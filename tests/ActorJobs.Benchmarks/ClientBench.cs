using System.Diagnostics;
using ActorJobs.Benchmarks.Stores;
using ActorJobs.Client;

namespace ActorJobs.Benchmarks;

/// <summary>
/// Enqueue through IJobClient, one by one with 50 in flight and in bulk; then the drain of what waits, history kept.
/// </summary>
internal static class ClientBench
{
    /// <summary>Single enqueues at a time.</summary>
    public const int InFlight = 50;

    private const int Bulk = 1000;

    public static async Task RunAsync(Figures figures, BenchStores stores, int jobs)
    {
        await using (var node = await BenchNode.StartAsync(await stores.FreshAsync()))
        {
            figures.Add("client_single_per_s", jobs / (await SingleAsync(node.Client, jobs)).TotalSeconds);
        }
        var store = await stores.FreshAsync();
        await using (var node = await BenchNode.StartAsync(store))
        {
            figures.Add("client_bulk_per_s", jobs / (await BulkAsync(node.Client, jobs)).TotalSeconds);
        }
        await DrainAsync(figures, store, jobs);
    }

    /// <summary>
    /// From worker start in a loaded process until the store shows nothing left; then the same again, warm.
    /// </summary>
    private static async Task DrainAsync(Figures figures, Dictionary<string, string?> store, int jobs)
    {
        CountingHandler.Current = new Counter(jobs);
        var (start, cpu, allocated) = (Stopwatch.GetTimestamp(), Cpu(), GC.GetTotalAllocatedBytes());
        await using var node = await BenchNode.StartAsync(store, CountingHandler.Current.Job);
        await EmptyAsync(node);
        figures.Add("drain_cold_per_s", jobs / Stopwatch.GetElapsedTime(start).TotalSeconds);
        figures.Add("drain_cold_cpu_ms_per_1000", (Cpu() - cpu).TotalMilliseconds * 1000 / jobs);
        figures.Add("drain_cold_bytes_per_job", (double)(GC.GetTotalAllocatedBytes() - allocated) / jobs);

        CountingHandler.Current = new Counter(jobs);
        (start, cpu, allocated) = (Stopwatch.GetTimestamp(), Cpu(), GC.GetTotalAllocatedBytes());
        await BulkAsync(node.Client, jobs);
        await EmptyAsync(node);
        figures.Add("bulk_and_drain_warm_per_s", jobs / Stopwatch.GetElapsedTime(start).TotalSeconds);
        figures.Add("bulk_and_drain_warm_cpu_ms_per_1000", (Cpu() - cpu).TotalMilliseconds * 1000 / jobs);
    }

    private static async Task EmptyAsync(BenchNode node)
    {
        await CountingHandler.Current.All;
        await node.Store.DrainedAsync();
    }

    public static async Task<TimeSpan> SingleAsync(IJobClient client, int jobs)
    {
        var start = Stopwatch.GetTimestamp();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var n && n <= jobs)
            {
                await client.EnqueueAsync("mail", Mail.Number(n));
            }
        })));
        return Stopwatch.GetElapsedTime(start);
    }

    public static async Task<TimeSpan> BulkAsync(IJobClient client, int jobs)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var chunk in Enumerable.Range(0, jobs).Chunk(Bulk))
        {
            await client.EnqueueManyAsync([.. chunk.Select(Mail.Request)]);
        }
        return Stopwatch.GetElapsedTime(start);
    }

    public static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;
}
