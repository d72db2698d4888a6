using System.Collections.Concurrent;
using System.Diagnostics;
using ActorJobs.Benchmarks.Stores;
using ActorJobs.Client;

namespace ActorJobs.Benchmarks.Scale;

/// <summary>
/// Jobs that wait for their time: how fast they are taken in beside jobs that are ready, what a store full of them costs while
/// nothing is due, and how late they start when many are due each second.
/// </summary>
/// <remarks>
/// <c>BENCH_JOBS</c> (50,000) are enqueued for each rate, ready and delayed ones taking turns; <c>BENCH_BACKLOG</c> (1,000,000) wait
/// for tomorrow while <c>BENCH_DUE</c> (5,000) are due in each of twenty seconds. Late is from a job's time to the start of its
/// handler; a part of it is the handlers' turn for a slot.
/// </remarks>
internal static class DelayedBench
{
    private const int Chunk = 1000;
    private const int DueSeconds = 20;
    private static readonly TimeSpan FarAway = TimeSpan.FromDays(1);
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(Figures figures, string kind)
    {
        await using var stores = await BenchStores.StartAsync(kind);
        for (var i = 0; i < Numbers.Get("BENCH_REPETITIONS", 3); i++)
        {
            await EnqueueAsync(figures, await stores.FreshAsync(), Numbers.Get("BENCH_JOBS", 50_000));
        }
        var store = await stores.FreshAsync();
        await using (var node = await BenchNode.StartAsync(store, CountingHandler.Current.Job))
        {
            await IdleAsync(figures, stores, "empty");
            var start = Stopwatch.GetTimestamp();
            var waiting = Numbers.Get("BENCH_BACKLOG", 1_000_000);
            await BulkAsync(node.Client, waiting, _ => TimeProvider.System.GetUtcNow() + FarAway);
            figures.Add("filled_per_s", waiting / Stopwatch.GetElapsedTime(start).TotalSeconds);
            await IdleAsync(figures, stores, "full");
            await PromoteAsync(figures, node, Numbers.Get("BENCH_DUE", 5000));
        }
    }

    private static async Task EnqueueAsync(Figures figures, Dictionary<string, string?> store, int jobs)
    {
        await using var node = await BenchNode.StartAsync(store);
        var (ready, delayed) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var n = 0; n < jobs; n += Chunk)
        {
            ready += await TimedAsync(null);
            delayed += await TimedAsync(TimeProvider.System.GetUtcNow() + FarAway);
        }
        figures.Add("ready_bulk_per_s", jobs / ready.TotalSeconds);
        figures.Add("delayed_bulk_per_s", jobs / delayed.TotalSeconds);
        figures.Add("delayed_to_ready", ready / delayed);

        async Task<TimeSpan> TimedAsync(DateTimeOffset? runAt)
        {
            var start = Stopwatch.GetTimestamp();
            await BulkAsync(node.Client, Chunk, _ => runAt);
            return Stopwatch.GetElapsedTime(start);
        }
    }

    /// <summary>CPU of this node and of the server while nothing is due.</summary>
    private static async Task IdleAsync(Figures figures, BenchStores stores, string name)
    {
        await Task.Delay(Settling);
        var (node, server, start) = (Environment.CpuUsage.TotalTime, await stores.ServerCpuAsync(), Stopwatch.GetTimestamp());
        await Task.Delay(Idle);
        var took = Stopwatch.GetElapsedTime(start);
        figures.Add($"idle_{name}_node_core_percent", (Environment.CpuUsage.TotalTime - node) / took * 100);
        if (await stores.ServerCpuAsync() - server is { } spent)
        {
            figures.Add($"idle_{name}_server_core_percent", spent / took * 100);
        }
    }

    private static async Task PromoteAsync(Figures figures, BenchNode node, int perSecond)
    {
        var late = new ConcurrentBag<double>();
        CountingHandler.Current = new Counter(perSecond * DueSeconds);
        CountingHandler.Seen = mail => late.Add(Now() - mail.T);
        var enqueued = Stopwatch.GetTimestamp();
        var first = Now() + Ahead.TotalMilliseconds;
        await BulkAsync(node.Client, perSecond * DueSeconds, n => Due(n));
        if (Stopwatch.GetElapsedTime(enqueued) > Ahead)
        {
            throw new BenchmarkException("Jobs were due before they were enqueued; ask for fewer by BENCH_DUE.");
        }
        await CountingHandler.Current.All;
        CountingHandler.Seen = null;
        var sorted = late.Order().ToArray();
        figures.Add("late_p50_ms", sorted[sorted.Length / 2]);
        figures.Add("late_p99_ms", sorted[(int)(sorted.Length * 0.99)]);
        figures.Add("late_max_ms", sorted[^1]);
        figures.Add("early", sorted.Count(ms => ms < 0));

        DateTimeOffset Due(int n) => DateTimeOffset.FromUnixTimeMilliseconds((long)(first + (n * 1000.0 / perSecond)));
    }

    private static async Task BulkAsync(IJobClient client, int jobs, Func<int, DateTimeOffset?> runAt)
    {
        foreach (var chunk in Enumerable.Range(0, jobs).Chunk(Chunk))
        {
            await client.EnqueueManyAsync([.. chunk.Select(n => Request(n, runAt(n)))]);
        }
    }

    private static JobRequest Request(int n, DateTimeOffset? runAt) => runAt is { } due
        ? JobRequest.For("mail", Mail.Number(n, due.ToUnixTimeMilliseconds()), new EnqueueOptions { RunAt = due })
        : Mail.Request(n);

    private static double Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
}
