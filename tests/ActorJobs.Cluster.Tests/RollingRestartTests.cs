namespace ActorJobs.Cluster.Tests;

/// <summary>A release is rolled out: workers are stopped and started one after the other while jobs flow.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "rolling")]
public sealed class RollingRestartTests(ITestOutputHelper output)
{
    private const int Jobs = 3000;
    private const int Slots = 10;
    private const int BatchSize = 10;
    private const int NotedEvery = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Workers = ["a", "b", "c"];

    [Fact]
    public Task Rolling_restart_costs_no_job_an_attempt() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync([NodePlan.Gateway("gate"), .. Workers.Select(name => NodePlan.Worker(name, Slots))]);
            var journal = new RunJournal(cluster.Folder);
            await using var flow = new Flow(cluster, BatchSize, Pause, n => Job(journal, n));
            await flow.UntilAcceptedAsync(Jobs / 10);
            var begun = DateTimeOffset.UtcNow;
            foreach (var worker in Workers)
            {
                await RestartAsync(cluster, cluster[worker]);
            }
            var took = DateTimeOffset.UtcNow - begun;
            await flow.UntilAcceptedAsync(Jobs);
            await flow.StopAsync();

            var history = await JobHistory.OfAsync(cluster, flow.Accepted, journal);
            output.WriteLine($"{history.Jobs.Count} jobs; three restarts took {took.TotalSeconds:0.0} s; " +
                $"longest time without a start {history.Jobs.LongestGap(begun).TotalSeconds:0.00} s; " +
                $"from acceptance to start {history.Jobs.Select(job => job.StartedAt!.Value - job.CreatedAt).MedianAndMax()}");
            history.ShouldHold(output);
            history.Jobs.Where(job => job.Attempt != 1 || job.Errors.Length != 0).ShouldBeEmpty();
            history.Runs.GroupBy(run => run.Job).Where(runs => runs.Count() > 1).ShouldBeEmpty("a job ran twice");
        });

    private async Task RestartAsync(NodeCluster cluster, ClusterNode worker)
    {
        var wasReader = await cluster.ReaderAsync() == worker;
        var start = DateTimeOffset.UtcNow;
        (await worker.StopAsync()).ShouldBe(0);
        output.WriteLine($"{worker.Name}{(wasReader ? " (hosted the reader)" : "")} stopped within " +
            $"{(DateTimeOffset.UtcNow - start).TotalSeconds:0.00} s");
        await cluster.RestartAsync(worker);
    }

    private static object Job(RunJournal journal, int n) => (n % NotedEvery) switch
    {
        0 => journal.Job(0.2),
        1 => new { type = "sleep", payload = new { ms = 500 } },
        _ => new { type = "sleep", payload = new { ms = 5 + (n % 30) } },
    };
}
