using System.Diagnostics;

namespace ActorJobs.Node.Tests;

[Collection(NodeCollection.Name)]
public sealed class IdleNodeTests(ITestOutputHelper output)
{
    private const double MostMegabytes = 210; // the journal of schedules and the dashboard take 35 of them

    /// <summary>
    /// Promised are 0.02; twice that is asserted, as others on the machine make every wake-up dearer.
    /// </summary>
    private const double MostOfOneCore = 0.04;

    /// <summary>A start compiles in the background for a while; that is not idling.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Span = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Idle_node_takes_next_to_no_processor_and_little_memory()
    {
        using var node = await NodeProcess.StartedAsync(output);
        await Eventually.WatchAsync(Settling, () => Task.CompletedTask);

        var (cpu, start, megabytes) = (node.CpuTime(), Stopwatch.GetTimestamp(), 0.0);
        await Eventually.WatchAsync(Span, () =>
        {
            megabytes = Math.Max(megabytes, node.ResidentMegabytes());
            return Task.CompletedTask;
        });
        var share = (node.CpuTime() - cpu) / Stopwatch.GetElapsedTime(start);

        output.WriteLine($"Idle: {share:P2} of one core, {megabytes:F0} MB.");
        share.ShouldBeLessThan(MostOfOneCore);
        megabytes.ShouldBeLessThan(MostMegabytes);
    }
}
