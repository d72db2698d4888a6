using ActorJobs.Benchmarks;

// bench.sh calls this: the figures of one store, a table for people and a line of JSON per figure for scripts.
var store = args.FirstOrDefault(word => !word.StartsWith('-')) ?? "sqlite";
if (store != "sqlite")
{
    await Console.Error.WriteLineAsync($"There is no benchmark of store '{store}'; there is one of sqlite.");
    return 2;
}
var repetitions = int.Parse(Environment.GetEnvironmentVariable("BENCH_REPETITIONS") ?? "3");
var jobs = int.Parse(Environment.GetEnvironmentVariable("BENCH_JOBS") ?? "50000");
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
            _ => throw new ArgumentException($"BENCH_PARTS names client, latency, http and store, not '{part}'."),
        });
    }
}
figures.Print(Console.Out);
return 0;
