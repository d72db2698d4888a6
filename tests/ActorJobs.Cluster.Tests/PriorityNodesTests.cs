namespace ActorJobs.Cluster.Tests;

/// <summary>A node for each priority: each is scaled by itself, none is in another's way.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "priorities")]
public sealed class PriorityNodesTests(ITestOutputHelper output)
{
    private const int Slots = 4;
    private const int LowJobs = 1500;
    private const int Batches = 30;
    private const int BatchSize = 5;
    private const int LowMs = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>What a wait of a few milliseconds may grow by on a busy machine without meaning anything.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(500);

    [Fact]
    public Task Flood_of_low_jobs_does_not_delay_high_ones_and_low_scales_to_none_and_back() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync(
                NodePlan.Gateway("gate"), NodePlan.ForPriority("high", Slots), NodePlan.ForPriority("high", Slots, 2),
                NodePlan.ForPriority("high", Slots, 3), NodePlan.ForPriority("normal", Slots),
                NodePlan.ForPriority("normal", Slots, 2), NodePlan.ForPriority("low", Slots));
            var alone = await WaitsAsync(cluster, "high");
            var low = await cluster.Api.EnqueueManyAsync(Sleeps(LowJobs, "low", LowMs));
            await Eventually.GetAsync(
                cluster.StatsAsync, stats => stats.ByState["succeeded"] >= (Batches * BatchSize) + (2 * Slots), "low jobs flow");
            var flooded = await WaitsAsync(cluster, "high");
            (await cluster.StatsAsync()).Depth["low"].ShouldBePositive("low jobs were to be waiting");
            flooded.ShouldBeLessThan((2 * alone) + Tolerance);
            await ShouldWaitWithoutLowAsync(cluster);

            await cluster.RestartAsync(cluster["low"]);
            await cluster.UntilDoneAsync();
            var jobs = await cluster.Api.JobsAsync();
            jobs.ShouldAllBe(job => job.State == "succeeded" && job.Attempt == 1);
            jobs.Where(job => job.Priority == "low").Select(job => job.Id).ShouldBe(low, ignoreOrder: true);
            foreach (var tier in cluster.Nodes.Skip(1).GroupBy(node => node.Name.Split('-')[0], node => node.Address))
            {
                jobs.Where(job => job.Priority == tier.Key).ShouldAllBe(job => tier.Contains(job.Node));
            }
        });

    /// <summary>How long all but one of a hundred jobs at most waited for their start.</summary>
    private async Task<TimeSpan> WaitsAsync(NodeCluster cluster, string priority)
    {
        var ids = new HashSet<string>();
        for (var batch = 0; batch < Batches; batch++)
        {
            ids.UnionWith(await cluster.Api.EnqueueManyAsync(Sleeps(BatchSize, priority, 10)));
            await Task.Delay(Pause);
        }
        var jobs = await Eventually.GetAsync(
            async () => (await cluster.Api.JobsAsync($"&priority={priority}")).Where(job => ids.Contains(job.Id)).ToArray(),
            jobs => jobs.Length == ids.Count && jobs.All(job => job.IsFinal), $"{priority} jobs ended");
        var waits = jobs.Select(job => job.StartedAt!.Value - job.CreatedAt).Order().ToArray();
        var p99 = waits[waits.Length * 99 / 100];
        output.WriteLine($"{priority} jobs beside {(await cluster.StatsAsync()).Depth["low"]} waiting low ones began after " +
            $"{waits.MedianAndMax()}, p99 {p99.TotalMilliseconds:0} ms");
        return p99;
    }

    /// <summary>The low node is stopped: its jobs wait, are counted as taken by nobody, and others go on.</summary>
    private async Task ShouldWaitWithoutLowAsync(NodeCluster cluster)
    {
        (await cluster["low"].StopAsync()).ShouldBe(0);
        await cluster.UntilUpAsync(members: 6);
        var before = await Eventually.GetAsync(
            cluster.StatsAsync, stats => stats.Unroutable.Any(lane => lane.Type == "sleep"), "low jobs are taken by nobody");
        await WaitsAsync(cluster, "normal");
        var after = await cluster.StatsAsync();
        output.WriteLine($"{after.Depth["low"]} low jobs wait for a node");
        after.Depth["low"].ShouldBe(before.Depth["low"]);
        after.Unroutable.Single().Count.ShouldBe(after.Depth["low"]);
    }

    private static IEnumerable<object> Sleeps(int count, string priority, int ms) =>
        Enumerable.Range(0, count).Select(_ => new { type = "sleep", priority, payload = new { ms } });
}
