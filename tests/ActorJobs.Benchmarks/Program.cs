using ActorJobs.Benchmarks;
using ActorJobs.Benchmarks.Costs;
using ActorJobs.Benchmarks.Peers;

try
{
    await (args switch
    {
        ["costs", .. var peers] => CostBench.RunAsync(Console.Out, Numbers.Get("BENCH_JOBS", 20_000), peers),
        ["peer", .. var words] => PeerCommands.RunAsync(words),
        ["telemetry", var store] => TelemetryBench.RunAsync(Console.Out, store),
        ["peers", var store] => PeerBench.RunAsync(Console.Out, store),
        ["http"] => GatewayBench.RunAsync(Console.Out, "postgres"),
        ["http", var store] => GatewayBench.RunAsync(Console.Out, store),
        ["delayed", var store] => FigureRun.DelayedAsync(store),
        ["nodes", var store] => FigureRun.NodesAsync(store),
        ["partitions", var store] => FigureRun.PartitionsAsync(store),
        ["scale", var store] => FigureRun.ScaleAsync(store),
        [var store] => FigureRun.PartsAsync(store),
        [var one, var other] => StoresBench.RunAsync(Console.Out, one, other),
        [] => FigureRun.PartsAsync("sqlite"),
        _ => throw new BenchmarkException("There is no such measurement; bench.sh --help names them."),
    });
    return 0;
}
catch (BenchmarkException fault)
{
    await Console.Error.WriteLineAsync("bench: " + fault.Message);
    return 1;
}
