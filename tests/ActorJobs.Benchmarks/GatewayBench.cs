using ActorJobs.Benchmarks.Stores;

namespace ActorJobs.Benchmarks;

/// <summary>
/// The gateway of the shipped node beside the client of .NET: single enqueues with 50 in flight, and a stream of lines beside bulk
/// enqueues. Their jobs have a type that nobody handles, so that only the enqueue is measured.
/// </summary>
internal static class GatewayBench
{
    private const double SingleGoal = 0.6;
    private const double BulkGoal = 0.8;
    private const int WarmUpShare = 5;
    private const int BulkTimes = 4; // as often as much, or it would be over in no time

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(TextWriter output, string store)
    {
        var (jobs, repetitions) = (Numbers.Get("BENCH_JOBS", 50_000), Numbers.Get("BENCH_REPETITIONS", 3));
        await using var stores = await BenchStores.StartAsync(store);
        var sides = new SideBySide("http", "client", new() { ["single_per_s"] = SingleGoal, ["bulk_per_s"] = BulkGoal });
        await sides.RunAsync(
            repetitions, figures => GatewayAsync(figures, stores, jobs), figures => ClientAsync(figures, stores, jobs));
        sides.Print(output);
    }

    private static async Task GatewayAsync(Figures figures, BenchStores stores, int jobs)
    {
        using var node = await NodeProcess.StartAsync(await stores.FreshAsync());
        _ = await Wrk.RateAsync(node.Url, ClientBench.InFlight, WarmUp);
        var cpu = node.CpuTime();
        var rate = await Wrk.RateAsync(node.Url, ClientBench.InFlight, Measured);
        figures.Add("single_per_s", rate);
        figures.Add("single_node_cpu_us", (node.CpuTime() - cpu).TotalMicroseconds / (rate * Measured.TotalSeconds));
        var bulk = jobs * BulkTimes;
        using var http = new HttpClient { BaseAddress = node.Url };
        await HttpBench.NdjsonAsync(http, "mail", jobs / WarmUpShare);
        cpu = node.CpuTime();
        figures.Add("bulk_per_s", bulk / (await HttpBench.NdjsonAsync(http, "mail", bulk)).TotalSeconds);
        figures.Add("bulk_node_cpu_us", (node.CpuTime() - cpu).TotalMicroseconds / bulk);
    }

    private static async Task ClientAsync(Figures figures, BenchStores stores, int jobs)
    {
        await using var node = await BenchNode.StartAsync(await stores.FreshAsync());
        await ClientBench.SingleAsync(node.Client, jobs / WarmUpShare);
        var cpu = ClientBench.Cpu();
        figures.Add("single_per_s", jobs / (await ClientBench.SingleAsync(node.Client, jobs)).TotalSeconds);
        figures.Add("single_node_cpu_us", (ClientBench.Cpu() - cpu).TotalMicroseconds / jobs);
        var bulk = jobs * BulkTimes;
        await ClientBench.BulkAsync(node.Client, jobs / WarmUpShare);
        cpu = ClientBench.Cpu();
        figures.Add("bulk_per_s", bulk / (await ClientBench.BulkAsync(node.Client, bulk)).TotalSeconds);
        figures.Add("bulk_node_cpu_us", (ClientBench.Cpu() - cpu).TotalMicroseconds / bulk);
    }
}
