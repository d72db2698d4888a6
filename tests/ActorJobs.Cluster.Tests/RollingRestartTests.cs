namespace ActorJobs.Cluster.Tests;

/// <summary>
/// A release is rolled out: nodes are stopped and started one after the other while jobs flow. <c>tests/upgrade.sh</c>
/// begins with nodes of an older release.
/// </summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "rolling")]
public sealed class RollingRestartTests(ITestOutputHelper output)
{
    private const int Jobs = 3000;
    private const int Slots = 10;
    private const int BatchSize = 10;
    private const int NotedEvery = 40;
    private const int BetweenRestarts = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Workers = ["a", "b", "c"];

    /// <summary>The older release; null to roll out the same one.</summary>
    private static string? Older { get; } = Environment.GetEnvironmentVariable("ACTORJOBS_OLDER_NODE");

    [Fact]
    public Task Rolling_restart_costs_no_job_an_attempt() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            NodePlan[] plans = [NodePlan.Gateway("gate"), .. Workers.Select(name => NodePlan.Worker(name, Slots))];
            await cluster.StartAsync([.. plans.Select(plan => plan with { Dll = Older })]);
            var journal = new RunJournal(cluster.Folder);
            await using var flow = new Flow(cluster, BatchSize, Pause, n => Job(journal, n));
            await flow.UntilAcceptedAsync(BetweenRestarts);
            var begun = DateTimeOffset.UtcNow;
            foreach (var node in cluster.Nodes.Reverse())
            {
                await RestartAsync(cluster, node, flow);
            }
            var took = DateTimeOffset.UtcNow - begun;
            await flow.UntilAcceptedAsync(Jobs);
            await flow.StopAsync();

            var history = await JobHistory.OfAsync(cluster, flow.Accepted, journal);
            new ChaosReport(output).WriteLine($"ROLLOUT: {history.Jobs.Count} jobs; four restarts took {took.TotalSeconds:0.0} s; " +
                $"longest time without a start {history.Jobs.LongestGap(begun).TotalSeconds:0.00} s; " +
                $"from acceptance to start {history.Jobs.Select(job => job.StartedAt!.Value - job.CreatedAt).MedianAndMax()}, the longest of a job " +
                $"of {history.Jobs.MaxBy(job => job.StartedAt!.Value - job.CreatedAt)!.CreatedAt:HH:mm:ss.fff}");
            history.ShouldHold(new ChaosReport(output));
            history.Jobs.Where(job => job.Attempt != 1 || job.Errors.Length != 0).ShouldBeEmpty();
            history.Runs.GroupBy(run => run.Job).Where(runs => runs.Count() > 1).ShouldBeEmpty("a job ran twice");
        });

    private async Task RestartAsync(NodeCluster cluster, ClusterNode worker, Flow flow)
    {
        var wasReader = await cluster.ReaderAsync() == worker;
        worker.Upgrade();
        var start = DateTimeOffset.UtcNow;
        (await worker.StopAsync()).ShouldBe(0);
        output.WriteLine($"{worker.Name}{(wasReader ? " (hosted the reader)" : "")} stopped within " +
            $"{(DateTimeOffset.UtcNow - start).TotalSeconds:0.00} s");
        await cluster.RestartAsync(worker);
        await flow.UntilAcceptedAsync(flow.Accepted.Count + BetweenRestarts);
    }

    private static object Job(RunJournal journal, int n) => (n % NotedEvery) switch
    {
        0 => journal.Job(0.2),
        1 => new { type = "sleep", payload = new { ms = 500 } },
        _ => new { type = "sleep", payload = new { ms = 5 + (n % 30) } },
    };
}
