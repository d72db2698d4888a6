namespace ActorJobs.Benchmarks;

/// <summary>The figures of one store: a table for people and a line of JSON per figure for scripts.</summary>
internal static class FigureRun
{
    public static async Task<int> RunAsync(string[] args)
    {
        var store = args.FirstOrDefault(word => !word.StartsWith('-')) ?? "sqlite";
        if (store != "sqlite")
        {
            throw new BenchmarkException($"There is no benchmark of store '{store}'; there is one of sqlite.");
        }
        var repetitions = Numbers.Get("BENCH_REPETITIONS", 3);
        var jobs = Numbers.Get("BENCH_JOBS", 50_000);
        var parts = (Environment.GetEnvironmentVariable("BENCH_PARTS") ?? "client,latency,http,store").Split(',');
        var figures = new Figures(store);
        for (var i = 0; i < repetitions; i++)
        {
            foreach (var part in parts)
            {
                await (part switch
                {
                    "client" => ClientBench.RunAsync(figures, jobs),
                    "latency" => LatencyBench.RunAsync(figures, jobs: 200),
                    "http" => HttpBench.RunAsync(figures, jobs),
                    "store" => StoreBench.RunAsync(Console.Error),
                    _ => throw new BenchmarkException(
                        $"BENCH_PARTS names client, latency, http and store, not '{part}'."),
                });
            }
        }
        figures.Print(Console.Out);
        return 0;
    }
}
