namespace ActorJobs.Cluster.Tests;

/// <summary>A cluster lives on without the nodes by which others join it, and they find back to it.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "seeds")]
public sealed class LostSeedsTests(ITestOutputHelper output)
{
    private const int Slots = 2;

    /// <summary>Only the store can tell the seeds where the third node is.</summary>
    [Theory]
    [InlineData(TestStore.Postgres)]
    [InlineData(TestStore.Redis)]
    public Task Seeds_that_were_all_lost_join_the_node_that_went_on(TestStore store) =>
        NodeCluster.RunAsync(output, store, async cluster =>
        {
            await cluster.StartAsync(NodePlan.Combined("first", Slots), NodePlan.Combined("second", Slots));
            await cluster.StartAsync(NodePlan.Combined("third", Slots));
            await cluster["first"].KillAsync();
            await cluster.UntilUpAsync(2);
            await cluster["second"].KillAsync();
            await cluster.UntilUpAsync(1);

            await cluster.RestartAsync(cluster["first"]);
            await cluster.RestartAsync(cluster["second"]);

            var members = await cluster.MembersAsync();
            members.Nodes.Select(node => node.Address)
                .ShouldBe(cluster.Nodes.Select(node => node.Address), ignoreOrder: true);
        });
}
