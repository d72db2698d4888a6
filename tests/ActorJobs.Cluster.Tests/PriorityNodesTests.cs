namespace ActorJobs.Cluster.Tests;

/// <summary>A node for each priority: each is scaled by itself, none is in another's way.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "priorities")]
public sealed class PriorityNodesTests(ITestOutputHelper output)
{
    private const int Slots = 4;
    private const int LowJobs = 400;
    private const int HighJobs = 40;
    private const int LowMs = 200;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    [Fact]
    public Task Flood_of_low_jobs_does_not_delay_high_ones_and_low_scales_to_none_and_back() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync(
                NodePlan.Gateway("gate"), NodePlan.ForPriority("high", Slots), NodePlan.ForPriority("normal", Slots),
                NodePlan.ForPriority("low", Slots));
            var low = await cluster.Api.EnqueueManyAsync(Sleeps(LowJobs, "low", LowMs));
            await Eventually.GetAsync(
                cluster.StatsAsync, stats => stats.ByState["succeeded"] >= 2 * Slots, "low jobs flow");
            await ShouldNotWaitAsync(cluster, "high");
            await ShouldNotWaitAsync(cluster, "normal");
            await ShouldWaitWithoutLowAsync(cluster);

            await cluster.RestartAsync(cluster["low"]);
            await cluster.UntilDoneAsync();
            var jobs = await cluster.Api.JobsAsync();
            jobs.ShouldAllBe(job => job.State == "succeeded" && job.Attempt == 1);
            jobs.Where(job => job.Priority == "low").Select(job => job.Id).ShouldBe(low, ignoreOrder: true);
            foreach (var priority in new[] { "high", "normal", "low" })
            {
                jobs.Where(job => job.Priority == priority)
                    .ShouldAllBe(job => job.Node == cluster[priority].Address);
            }
        });

    /// <summary>Jobs of a priority are begun at once although hundreds of low ones wait.</summary>
    private async Task ShouldNotWaitAsync(NodeCluster cluster, string priority)
    {
        var ids = (await cluster.Api.EnqueueManyAsync(Sleeps(HighJobs, priority, 10))).ToHashSet();
        var jobs = await Eventually.GetAsync(
            async () => (await cluster.Api.JobsAsync($"&priority={priority}")).Where(job => ids.Contains(job.Id)).ToArray(),
            jobs => jobs.Length == HighJobs && jobs.All(job => job.IsFinal), $"{priority} jobs ended");
        var waits = jobs.Select(job => job.StartedAt!.Value - job.CreatedAt).ToArray();
        var stats = await cluster.StatsAsync();
        output.WriteLine($"{priority} jobs beside {stats.Depth["low"]} waiting low ones began after {waits.MedianAndMax()}");
        stats.Depth["low"].ShouldBePositive("low jobs were to be waiting");
        waits.Max().ShouldBeLessThan(LongestWait);
    }

    /// <summary>The low node is stopped: its jobs wait, are counted as taken by nobody, and others go on.</summary>
    private async Task ShouldWaitWithoutLowAsync(NodeCluster cluster)
    {
        (await cluster["low"].StopAsync()).ShouldBe(0);
        await cluster.UntilUpAsync(members: 3);
        var before = await Eventually.GetAsync(
            cluster.StatsAsync, stats => stats.Unroutable.Any(lane => lane.Type == "sleep"), "low jobs are taken by nobody");
        await ShouldNotWaitAsync(cluster, "high");
        var after = await cluster.StatsAsync();
        output.WriteLine($"{after.Depth["low"]} low jobs wait for a node");
        after.Depth["low"].ShouldBe(before.Depth["low"]);
        after.Unroutable.Single().Count.ShouldBe(after.Depth["low"]);
    }

    private static IEnumerable<object> Sleeps(int count, string priority, int ms) =>
        Enumerable.Range(0, count).Select(_ => new { type = "sleep", priority, payload = new { ms } });
}
