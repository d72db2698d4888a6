namespace ActorJobs.Cluster.Tests;

/// <summary>Nodes that take only some types, beside one that takes all.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "types")]
public sealed class JobTypeNodesTests(ITestOutputHelper output)
{
    private const int Slots = 4;
    private const int Jobs = 40;
    private const string Strange = "nobody_takes_this";

    [Fact]
    public Task Types_reach_the_nodes_that_take_them_and_what_nobody_takes_waits_and_is_counted() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync(
                NodePlan.Gateway("gate"), NodePlan.ForTypes("sleepers", "sleep", Slots),
                NodePlan.ForTypes("commands", "exec", Slots));
            var journal = new RunJournal(cluster.Folder);
            await EnqueueEachAsync(cluster, journal);
            await UntilUnroutableAsync(cluster, ("echo", Jobs), (Strange, Jobs));
            await UntilSucceededAsync(cluster, 2 * Jobs);
            (await NodesOfAsync(cluster, "sleep")).ShouldBe([cluster["sleepers"].Address]);
            (await NodesOfAsync(cluster, "exec")).ShouldBe([cluster["commands"].Address]);

            await cluster.StartAsync(NodePlan.Worker("all", Slots));
            await UntilSucceededAsync(cluster, 3 * Jobs);
            (await NodesOfAsync(cluster, "echo")).ShouldBe([cluster["all"].Address]);
            await EnqueueEachAsync(cluster, journal);
            await UntilSucceededAsync(cluster, 6 * Jobs);
            await UntilUnroutableAsync(cluster, (Strange, 2 * Jobs));
            await ShouldStayApartAsync(cluster);
        });

    private async Task ShouldStayApartAsync(NodeCluster cluster)
    {
        foreach (var (type, strangers) in new[] { ("sleep", "commands"), ("exec", "sleepers") })
        {
            (await NodesOfAsync(cluster, type)).ShouldNotContain(cluster[strangers].Address);
        }
        (await NodesOfAsync(cluster, "echo")).ShouldBe([cluster["all"].Address]);
        var strange = await cluster.Api.JobsAsync($"&type={Strange}");
        strange.Count.ShouldBe(2 * Jobs, "none is lost");
        strange.ShouldAllBe(job => job.State == "ready" && job.Attempt == 0);
        var shares = (await cluster.Api.JobsAsync("&state=succeeded")).GroupBy(job => (job.Type, job.Node))
            .Select(jobs => $"{jobs.Key.Type} at {cluster.Nodes.Single(node => node.Address == jobs.Key.Node).Name}: {jobs.Count()}");
        output.WriteLine(string.Join("; ", shares.Order(StringComparer.Ordinal)));
    }

    private static async Task EnqueueEachAsync(NodeCluster cluster, RunJournal journal) => await cluster.Api.EnqueueManyAsync(
        Enumerable.Range(0, Jobs).SelectMany(n => new[]
        {
            new { type = "sleep", payload = new { ms = 50 } },
            journal.Job(0),
            new { type = "echo", payload = new { n } },
            new { type = Strange, payload = new { n } },
        }));

    private static async Task<string?[]> NodesOfAsync(NodeCluster cluster, string type) =>
        [.. (await cluster.Api.JobsAsync($"&type={type}")).Select(job => job.Node).Distinct()];

    private static Task UntilSucceededAsync(NodeCluster cluster, int count) => cluster.Api.UntilSucceededAsync(count);

    private static Task UntilUnroutableAsync(NodeCluster cluster, params (string Type, long Count)[] expected) =>
        Eventually.GetAsync(
            cluster.StatsAsync,
            stats => stats.Unroutable.Select(lane => (lane.Type, lane.Count)).Order().SequenceEqual(expected.Order()),
            $"counted as unroutable: {string.Join(", ", expected)}");
}
