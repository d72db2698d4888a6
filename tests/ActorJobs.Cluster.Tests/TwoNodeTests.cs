namespace ActorJobs.Cluster.Tests;

/// <summary>The smallest cluster: whichever of the two nodes is lost, the other goes on.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "two")]
public sealed class TwoNodeTests(ITestOutputHelper output)
{
    private const int Slots = 8;
    private const int LongJobs = 8;
    private const int SomeJobs = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The older one is the leader of the cluster and hands out; the second to be lost is by then the older.
    /// </summary>
    [Theory]
    [InlineData(TestStore.Postgres)]
    [InlineData(TestStore.Redis)]
    public Task Either_node_goes_on_without_the_other(TestStore store) =>
        NodeCluster.RunAsync(output, store, async cluster =>
        {
            await cluster.StartAsync(NodePlan.Combined("older", Slots));
            await cluster.StartAsync(NodePlan.Combined("younger", Slots));
            var (journal, accepted) = (new RunJournal(cluster.Folder), new List<string>());
            await LoseAsync(cluster, journal, accepted, lost: "younger", left: "older");
            await LoseAsync(cluster, journal, accepted, lost: "older", left: "younger");
            accepted.AddRange(await cluster.Api.EnqueueManyAsync(Enumerable.Range(0, SomeJobs).Select(_ => journal.Job(0))));
            (await JobHistory.OfAsync(cluster, accepted, journal)).ShouldHold(output);
        });

    private async Task LoseAsync(NodeCluster cluster, RunJournal journal, List<string> accepted, string lost, string left)
    {
        var ids = (await cluster.Api.EnqueueManyAsync(Enumerable.Range(0, LongJobs).Select(_ => journal.Job(5)))).ToHashSet();
        await Eventually.GetAsync(
            () => journal.Read().Count(run => ids.Contains(run.Job)), runs => runs == LongJobs, "the long jobs run", Patience);
        await using var flow = new Flow(cluster, batch: 2, Pause, _ => journal.Job(0));
        await flow.UntilAcceptedAsync(SomeJobs);

        var killed = await cluster[lost].KillAsync();
        var survivor = cluster[left].Lives[^1].Process;
        await Eventually.GetAsync(
            () => journal.Read().Count(run => run.Start > killed && run.Process == survivor), runs => runs >= SomeJobs,
            $"{SomeJobs} jobs begin on the node that is left", Patience);
        await flow.StopAsync();
        accepted.AddRange([.. ids, .. flow.Accepted]);
        var history = await JobHistory.OfAsync(cluster, accepted, journal, Patience);
        Describe(history, lost, killed, survivor);
        history.ShouldHold(output);
        cluster[left].IsRunning.ShouldBeTrue();
        await cluster.RestartAsync(cluster[lost]);
    }

    private void Describe(JobHistory history, string lost, DateTimeOffset killed, int survivor)
    {
        var later = history.Runs.Where(run => run.Start > killed && run.Process == survivor).ToArray();
        output.WriteLine($"first start after the kill of the {lost}: {(later[0].Start - killed).TotalSeconds:0.00} s; " +
            $"longest time without a start {history.Jobs.LongestGap(killed).TotalSeconds:0.00} s; jobs of the lost node again after " +
            $"{later.Where(run => run.Attempt > 1).Select(run => run.Start - killed).MedianAndMax()}");
    }
}
