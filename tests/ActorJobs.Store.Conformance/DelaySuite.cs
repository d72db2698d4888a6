namespace ActorJobs.Stores.Conformance;

/// <summary>Jobs that wait for their time.</summary>
public abstract class DelaySuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    [Fact]
    public async Task Due_jobs_become_ready_earliest_first()
    {
        var second = await EnqueueAsync(Any.Job() with { RunAt = Now.AddSeconds(2) });
        var first = await EnqueueAsync(Any.Job() with { RunAt = Now.AddSeconds(1) });
        var later = await EnqueueAsync(Any.Job() with { RunAt = Now.AddSeconds(3) });

        var result = await Store.PromoteDueAsync(Now.AddSeconds(2), 10, None);

        result.Count.ShouldBe(2);
        result.Lanes.ShouldBe([first.Lane]);
        result.NextDue.ShouldBe(Now.AddSeconds(3));
        (await ReadyAsync(first.Lane)).Select(job => job.Id).ShouldBe([first.Id, second.Id]);
        (await StateOfAsync(later)).ShouldBe(JobState.Scheduled);
    }

    [Fact]
    public async Task Promoted_job_is_behind_those_that_were_ready_before()
    {
        var delayed = await EnqueueAsync(Any.Job() with { RunAt = Now.AddSeconds(1) });
        var ready = await EnqueueAsync(Any.Job());
        await Store.PromoteDueAsync(Now.AddSeconds(1), 10, None);

        (await ReadyAsync(ready.Lane)).Select(job => job.Id).ShouldBe([ready.Id, delayed.Id]);
    }

    [Fact]
    public async Task Retrying_job_is_promoted_with_its_next_attempt()
    {
        var (job, claim) = await RunAsync();
        await RetryAtAsync(claim, job, Now.AddSeconds(1));

        (await Store.PromoteDueAsync(Now.AddSeconds(1), 10, None)).Count.ShouldBe(1);

        (await ReadyAsync(job.Lane)).ShouldHaveSingleItem().NextAttempt.ShouldBe(2);
    }

    [Fact]
    public async Task More_due_than_asked_for_are_told_by_the_next_time()
    {
        await EnqueueAllAsync([.. Enumerable.Range(0, 5).Select(_ => Any.Job() with { RunAt = Now.AddSeconds(1) })]);
        var now = Now.AddSeconds(5);

        var first = await Store.PromoteDueAsync(now, 3, None);
        var second = await Store.PromoteDueAsync(now, 3, None);

        (first.Count, first.NextDue).ShouldBe((3, now));
        (second.Count, second.NextDue).ShouldBe((2, null));
    }

    [Fact]
    public async Task Nothing_is_promoted_before_its_time()
    {
        var job = await EnqueueAsync(Any.Job() with { RunAt = Now.AddTicks(1) });

        (await Store.PromoteDueAsync(Now, 10, None)).Count.ShouldBe(0);
        (await StateOfAsync(job)).ShouldBe(JobState.Scheduled);
    }

    [Fact]
    public async Task Rival_promotions_promote_each_job_once()
    {
        await EnqueueAllAsync([.. Enumerable.Range(0, 100).Select(_ => Any.Job() with { RunAt = Now.AddSeconds(1) })]);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => Task.Run(() => Store.PromoteDueAsync(Now.AddSeconds(1), 30, None))));

        results.Sum(result => result.Count).ShouldBe(100);
    }
}
