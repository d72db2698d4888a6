using System.Collections.Concurrent;
using System.Diagnostics;
using ActorJobs.Benchmarks.Stores;

namespace ActorJobs.Benchmarks;

/// <summary>
/// From before enqueue to handler start on an idle node, one job each 50 ms; the first five are dropped.
/// </summary>
internal static class LatencyBench
{
    private const int WarmUp = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(Figures figures, BenchStores stores, int jobs)
    {
        var latencies = new ConcurrentQueue<double>();
        CountingHandler.Current = new Counter(jobs);
        CountingHandler.Seen = mail => latencies.Enqueue(Now() - mail.T);
        await using (var node = await BenchNode.StartAsync(await stores.FreshAsync(), CountingHandler.Current.Job))
        {
            using var timer = new PeriodicTimer(Interval);
            for (var n = 0; n < jobs && await timer.WaitForNextTickAsync(); n++)
            {
                await node.Client.EnqueueAsync("mail", Mail.Number(n, Now()));
            }
            await CountingHandler.Current.All;
        }
        CountingHandler.Seen = null;
        var sorted = latencies.Skip(WarmUp).Order().ToArray();
        figures.Add("idle_latency_p50_ms", sorted[sorted.Length / 2]);
        figures.Add("idle_latency_p99_ms", sorted[(int)(sorted.Length * 0.99)]);
    }

    private static double Now() => Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency;
}
