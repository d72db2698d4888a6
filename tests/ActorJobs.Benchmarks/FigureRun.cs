using ActorJobs.Benchmarks.Scale;
using ActorJobs.Benchmarks.Stores;

namespace ActorJobs.Benchmarks;

/// <summary>The figures of one store: a table for people and a line of JSON per figure for scripts.</summary>
internal static class FigureRun
{
    private const string AllParts = "client,latency,http,store";
    private const int LatencyJobs = 200;

    public static async Task PartsAsync(string store)
    {
        var repetitions = Numbers.Get("BENCH_REPETITIONS", 3);
        var jobs = Numbers.Get("BENCH_JOBS", 50_000);
        var parts = (Environment.GetEnvironmentVariable("BENCH_PARTS") ?? AllParts).Split(',');
        var figures = new Figures(store);
        await using var stores = await BenchStores.StartAsync(store);
        for (var i = 0; i < repetitions; i++)
        {
            foreach (var part in parts)
            {
                await (part switch
                {
                    "client" => ClientBench.RunAsync(figures, stores, jobs),
                    "latency" => LatencyBench.RunAsync(figures, stores, LatencyJobs),
                    "http" => HttpBench.RunAsync(figures, stores, jobs),
                    "store" => StoreBench.RunAsync(figures, stores, jobs),
                    _ => throw new BenchmarkException($"BENCH_PARTS names some of {AllParts}, not '{part}'."),
                });
            }
        }
        figures.Print(Console.Out);
    }

    public static Task ScaleAsync(string store) => PrintAsync(store, ScaleBench.RunAsync);

    public static Task DelayedAsync(string store) => PrintAsync(store, DelayedBench.RunAsync);

    public static Task NodesAsync(string store) => PrintAsync(store, NodesBench.NodesAsync);

    public static Task PartitionsAsync(string store) => PrintAsync(store, NodesBench.PartitionsAsync);

    private static async Task PrintAsync(string store, Func<Figures, string, Task> run)
    {
        var figures = new Figures(store);
        await run(figures, store);
        figures.Print(Console.Out);
    }
}
