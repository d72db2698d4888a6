namespace ActorJobs.Cluster.Tests;

/// <summary>Nodes that take everything take the most urgent first, all of them together.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "order")]
public sealed class StrictOrderTests(ITestOutputHelper output)
{
    private const int Slots = 3;
    private const int Workers = 3;
    private const int JobsOfEach = 90;
    private const int Ms = 150;

    /// <summary>Enqueued in the wrong order while every slot is taken.</summary>
    [Fact]
    public Task Priorities_are_kept_strictly_across_three_nodes_at_saturation() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync(
                NodePlan.Gateway("gate"), NodePlan.Worker("a", Slots), NodePlan.Worker("b", Slots), NodePlan.Worker("c", Slots));
            await cluster.Api.EnqueueManyAsync(Sleeps("high", Slots * Workers, 4000, "blocker"));
            await Eventually.GetAsync(
                cluster.MembersAsync, members => members.Nodes.Sum(node => node.Running ?? 0) == Slots * Workers,
                "every slot is taken");
            foreach (var priority in new[] { "low", "normal", "high" })
            {
                await cluster.Api.EnqueueManyAsync(Sleeps(priority, JobsOfEach, Ms, "ordered"));
            }
            await cluster.UntilDoneAsync();

            var jobs = await cluster.Api.JobsAsync("&tag=ordered");
            jobs.ShouldAllBe(job => job.State == "succeeded" && job.Attempt == 1);
            jobs.Select(job => job.Node).Distinct().Count().ShouldBe(Workers);
            ShouldPrecede(jobs, "high", "normal");
            ShouldPrecede(jobs, "normal", "low");
        });

    /// <summary>
    /// When the last of the urgent jobs have begun and slots are free, less urgent ones begin beside them: at most as
    /// many as there are slots, as the nodes begin what they were handed at their own moment.
    /// </summary>
    private void ShouldPrecede(List<JobView> jobs, string urgent, string other)
    {
        var last = jobs.Where(job => job.Priority == urgent).Max(job => job.StartedAt!.Value);
        var before = jobs.Where(job => job.Priority == other && job.StartedAt < last).ToArray();
        var furthest = before.Length == 0 ? 0 : before.Max(job => (last - job.StartedAt!.Value).TotalMilliseconds);
        output.WriteLine($"{before.Length} of {JobsOfEach} {other} jobs began before the last {urgent} one, " +
            $"the first of them {furthest:0} ms before");
        before.Length.ShouldBeLessThanOrEqualTo(Slots * Workers);
    }

    private static IEnumerable<object> Sleeps(string priority, int count, int ms, string tag) =>
        Enumerable.Range(0, count).Select(_ => new { type = "sleep", priority, payload = new { ms }, tags = new[] { tag } });
}
