namespace ActorJobs.Node.Tests;

[Collection(NodeCollection.Name)]
public sealed class PriorityTests(ITestOutputHelper output)
{
    /// <summary>
    /// A slot never starts a low job once a high one has reached its node. Until then, between the enqueue and the
    /// durable claim (two commits), low jobs go on: the way takes about as long as one job of 20 ms, so one or two of
    /// them start.
    /// </summary>
    private const int LowJobsOnTheWay = 2;

    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task High_job_overtakes_300_queued_low_ones(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store, ("WORKER_CONCURRENCY", "1"));
        await node.Api.EnqueueManyAsync(Enumerable.Range(0, 300).Select(_ => Sleep(20, "low")));
        await Eventually.GetAsync(() => node.Api.JobsAsync("&state=succeeded"), done => done.Count >= 20, "low jobs run");

        var id = await node.Api.EnqueueAsync(Sleep(1, "high"));

        var high = await node.Api.JobInAsync(id, "succeeded");
        var low = await Eventually.GetAsync(
            () => node.Api.JobsAsync("&priority=low"), jobs => jobs.TrueForAll(job => job.IsFinal), "all low jobs end");
        var between = low.Count(job => job.StartedAt > high.CreatedAt && job.StartedAt < high.StartedAt);
        var wait = high.StartedAt!.Value - high.CreatedAt;
        output.WriteLine($"The high job started {wait.TotalMilliseconds} ms after its creation; {between} low jobs started " +
            $"between, {low.Count(job => job.StartedAt > high.StartedAt)} after it.");
        between.ShouldBeLessThanOrEqualTo(LowJobsOnTheWay);
        low.Count(job => job.StartedAt >= high.FinishedAt).ShouldBeGreaterThan(200);
    }

    /// <summary>
    /// With jobs much longer than the way to the slot the rule is exact: the running one, then the high one.
    /// </summary>
    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task High_job_starts_right_after_the_job_that_runs(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store, ("WORKER_CONCURRENCY", "1"));
        var first = await node.Api.EnqueueAsync(Sleep(6000, "low")); // much longer than enqueues and looks take on a busy machine
        await Eventually.GetAsync(() => node.Api.JobsAsync("&state=running"), jobs => jobs.Count > 0, "the first low job runs");
        await node.Api.EnqueueManyAsync(Enumerable.Range(0, 4).Select(_ => Sleep(300, "low")));

        var id = await node.Api.EnqueueAsync(Sleep(1, "high"));

        var high = await node.Api.JobInAsync(id, "succeeded");
        var low = await node.Api.JobsAsync("&priority=low");
        var running = low.Where(job => job.StartedAt is not null && job.StartedAt < high.StartedAt).ShouldHaveSingleItem();
        high.StartedAt!.Value.ShouldBeGreaterThanOrEqualTo(running.FinishedAt!.Value);
        running.Id.ShouldBe(first);
    }

    private static object Sleep(int ms, string priority) => new { type = "sleep", payload = new { ms }, priority };
}
