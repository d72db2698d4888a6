using ActorJobs.Benchmarks;
using ActorJobs.Benchmarks.Costs;
using ActorJobs.Benchmarks.Peers;

try
{
    switch (args)
    {
        case ["costs", .. var peers]:
            await CostBench.RunAsync(Console.Out, Numbers.Get("BENCH_JOBS", 20_000), peers);
            return 0;
        case ["peer", .. var words]:
            await PeerCommands.RunAsync(words);
            return 0;
        default:
            return await FigureRun.RunAsync(args);
    }
}
catch (BenchmarkException fault)
{
    await Console.Error.WriteLineAsync("bench: " + fault.Message);
    return 1;
}
