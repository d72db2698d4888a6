using System.Diagnostics;
using ActorJobs.Benchmarks.Stores;

namespace ActorJobs.Benchmarks.Scale;

/// <summary>
/// What more worker processes give, or more partitions of the queue: the share of their slots that jobs of 10 ms keep in use,
/// and how fast jobs that do nothing are drained, beside one.
/// </summary>
/// <remarks>
/// <para>
/// <c>BENCH_NODES</c> (1,2,4,8) are the numbers of workers, <c>BENCH_PARTITIONS</c> (1,2,4) those of partitions, which
/// <c>BENCH_WORKERS</c> (2) share; they take turns, each with an empty store, and whoever begins
/// changes. <c>BENCH_JOBS</c> (200,000) do nothing; those of 10 ms are enough for <c>BENCH_SECONDS</c> (10) of all slots.
/// All wait in a pause until the cluster is warm.
/// </para>
/// <para>
/// Slots in use is what the workers count themselves: seconds that handlers took, of the seconds that slots were there. A
/// handler's time holds the timer's lateness and the wait for a core, so the rate beside that of exact sleeps, slots / 10 ms,
/// belongs to it, and the time that the same sleep takes in a program that does nothing else.
/// </para>
/// </remarks>
internal static class NodesBench
{
    private const string Nothing = """{"type":"echo","payload":{}}""";
    private const string Sleep = """{"type":"sleep","payload":{"ms":10}}""";
    private const double SleepSeconds = 0.010;
    // The same for any number of workers, so that all of them measure with the same history.
    private const int WarmUp = 40_000;
    private const double WarmUpSeconds = 1;
    private const int BareSleeps = 200;

    public static Task NodesAsync(Figures figures, string kind) => RunAsync(
        figures, kind, "nodes", [.. Numbers.GetMany("BENCH_NODES", 1, 2, 4, 8).Select(count => new Shape(count, count, 1))]);

    public static Task PartitionsAsync(Figures figures, string kind) => RunAsync(
        figures, kind, "partitions", [.. Numbers.GetMany("BENCH_PARTITIONS", 1, 2, 4).Select(
            count => new Shape(count, Numbers.Get("BENCH_WORKERS", 2), count))]);

    private static async Task RunAsync(Figures figures, string kind, string what, Shape[] shapes)
    {
        if (kind == "sqlite")
        {
            throw new BenchmarkException("Several nodes share two of the stores: postgres and redis.");
        }
        figures.Add("bare_sleep_ms", await BareSleepAsync());
        await using var stores = await BenchStores.StartAsync(kind);
        for (var i = 0; i < Numbers.Get("BENCH_REPETITIONS", 3); i++)
        {
            var rates = new Dictionary<int, double>();
            foreach (var shape in i % 2 == 0 ? shapes : [.. shapes.Reverse()])
            {
                using var cluster = await WorkerCluster.StartAsync(await stores.FreshAsync(), shape.Workers, shape.Partitions);
                await WarmAsync(cluster);
                var turn = new Turn(figures, $"{what}_{shape.Count}_", stores, cluster);
                rates[shape.Count] = await DrainAsync(turn, Numbers.Get("BENCH_JOBS", 200_000));
                await SleepAsync(turn, Numbers.Get("BENCH_SECONDS", 10));
            }
            if (rates.TryGetValue(1, out var one))
            {
                foreach (var (count, _, _) in shapes)
                {
                    figures.Add($"{what}_{count}_drain_to_one", rates[count] / one);
                }
            }
        }
    }

    private static async Task WarmAsync(WorkerCluster cluster)
    {
        await cluster.FillAsync(Nothing, WarmUp);
        await cluster.FillAsync(Sleep, JobsFor(cluster.Slots, WarmUpSeconds));
        await cluster.DrainedAsync();
        await cluster.CountersAsync(); // the first question compiles the exporter
    }

    private static async Task<double> DrainAsync(Turn turn, int jobs)
    {
        var cluster = turn.Cluster;
        await cluster.PauseAsync();
        await cluster.FillAsync(Nothing, jobs);
        var (cpu, start) = (await turn.CpuAsync(), Stopwatch.GetTimestamp());
        await cluster.ResumeAsync();
        await cluster.DrainedAsync();
        var rate = jobs / Stopwatch.GetElapsedTime(start).TotalSeconds;
        turn.Add("drain_per_s", rate);
        turn.AddCpu("drain", cpu, await turn.CpuAsync(), jobs);
        return rate;
    }

    private static async Task SleepAsync(Turn turn, int seconds)
    {
        var cluster = turn.Cluster;
        await cluster.PauseAsync();
        await cluster.FillAsync(Sleep, JobsFor(cluster.Slots, seconds));
        await cluster.ResumeAsync();
        // Beginning and end are left out. No cluster is faster than its slots, so jobs are still waiting then.
        await Task.Delay(TimeSpan.FromSeconds(seconds * 0.25));
        var (cpuBefore, before) = (await turn.CpuAsync(), await cluster.CountersAsync());
        await Task.Delay(TimeSpan.FromSeconds(seconds * 0.5));
        var (after, cpuAfter) = (await cluster.CountersAsync(), await turn.CpuAsync());
        await cluster.DrainedAsync();

        var spans = before.Zip(after, (from, to) => new Span(
            Stopwatch.GetElapsedTime(from.At, to.At).TotalSeconds, to.Succeeded - from.Succeeded,
            to.BusySeconds - from.BusySeconds)).ToArray();
        var slots = (double)cluster.Slots / spans.Length;
        var rate = spans.Sum(span => span.Jobs / span.Seconds);
        turn.Add("slots_in_use_percent", spans.Average(span => span.Busy / span.Seconds) / slots * 100);
        turn.Add("least_in_use_percent", spans.Min(span => span.Busy / span.Seconds) / slots * 100);
        turn.Add("sleep_per_s", rate);
        turn.Add("sleep_to_exact_percent", rate / (cluster.Slots / SleepSeconds) * 100);
        turn.Add("handler_ms", spans.Sum(span => span.Busy) / spans.Sum(span => span.Jobs) * 1000);
        turn.AddCpu("sleep", cpuBefore, cpuAfter, spans.Sum(span => span.Jobs));
    }

    /// <summary>How long the timers of this machine make a sleep of 10 ms: those of .NET see the kernel's coarse clock.</summary>
    private static async Task<double> BareSleepAsync()
    {
        var start = Stopwatch.GetTimestamp();
        for (var n = 0; n < BareSleeps; n++)
        {
            await Task.Delay(TimeSpan.FromSeconds(SleepSeconds));
        }
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / BareSleeps;
    }

    private static int JobsFor(int slots, double seconds) => (int)(slots / SleepSeconds * seconds);

    /// <summary>What takes a turn, and what it is named after.</summary>
    private sealed record Shape(int Count, int Workers, int Partitions);

    /// <summary>What one worker did in the middle of a run.</summary>
    private sealed record Span(double Seconds, double Jobs, double Busy);

    /// <summary>One number of workers in one repetition.</summary>
    private sealed record Turn(Figures Figures, string Prefix, BenchStores Stores, WorkerCluster Cluster)
    {
        public void Add(string name, double value) => Figures.Add(Prefix + name, value);

        public async Task<(TimeSpan Workers, TimeSpan? Server)> CpuAsync() =>
            (Cluster.WorkerCpu(), await Stores.ServerCpuAsync());

        public void AddCpu(
            string name, (TimeSpan Workers, TimeSpan? Server) from, (TimeSpan Workers, TimeSpan? Server) to, double jobs)
        {
            Add(name + "_worker_cpu_us_per_job", (to.Workers - from.Workers).TotalMicroseconds / jobs);
            if (to.Server - from.Server is { } server)
            {
                Add(name + "_server_cpu_us_per_job", server.TotalMicroseconds / jobs);
            }
        }
    }
}
