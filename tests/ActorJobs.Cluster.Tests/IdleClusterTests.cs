using System.Globalization;

namespace ActorJobs.Cluster.Tests;

/// <summary>What a cluster costs that has nothing to do.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "idle")]
public sealed class IdleClusterTests(ITestOutputHelper output)
{
    private const double MaxMegabytes = 256;

    /// <summary>The goal is 2 % of a core; a busy machine makes the same work cost about twice as much.</summary>
    private const double MaxPercent = 5;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    private static TimeSpan Length { get; } = TimeSpan.FromSeconds(Figures.Asked("ACTORJOBS_IDLE_SECONDS", 15));

    [Fact]
    public Task Five_idle_nodes_cost_next_to_nothing() => NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
    {
        await cluster.StartAsync(
            NodePlan.Gateway("gate"), NodePlan.Scheduler("scheduler"),
            NodePlan.Worker("a", 10), NodePlan.Worker("b", 10), NodePlan.Worker("c", 10));
        await Task.Delay(Settling);
        var before = cluster.Nodes.Select(node => node.CpuTime()).ToArray();
        await Task.Delay(Length);
        var after = cluster.Nodes.Select(node => node.CpuTime()).ToArray();
        var report = new ChaosReport(output);
        foreach (var (i, node) in cluster.Nodes.Index())
        {
            var percent = 100 * (after[i] - before[i]) / Length;
            report.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"IDLE {node.Name}: {percent:0.00} % of a core, {node.ResidentMegabytes():0} MB"));
            percent.ShouldBeLessThan(MaxPercent, node.Name);
            node.ResidentMegabytes().ShouldBeLessThan(MaxMegabytes, node.Name);
        }
    });
}
