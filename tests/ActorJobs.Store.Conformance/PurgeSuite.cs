namespace ActorJobs.Stores.Conformance;

/// <summary>Retention.</summary>
public abstract class PurgeSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    [Fact]
    public async Task Succeeded_and_cancelled_jobs_go_when_their_time_is_over_and_nothing_else()
    {
        var jobs = await OneInEachStateAsync();

        (await Store.PurgeAsync(Any.Retention, Now.AddHours(23), 100, None)).ShouldBe(0);
        (await Store.PurgeAsync(Any.Retention, Now.AddHours(25), 100, None)).ShouldBe(2);

        (await StateOfAsync(jobs[JobState.Succeeded])).ShouldBeNull();
        (await StateOfAsync(jobs[JobState.Cancelled])).ShouldBeNull();
        (await Store.CountAsync(None)).ByState.Values.Sum().ShouldBe(5);
    }

    [Fact]
    public async Task Newest_failed_jobs_are_kept()
    {
        var jobs = Any.Jobs(5);
        await EnqueueAllAsync(jobs);
        var claim = await ClaimAsync(jobs);
        for (var i = 0; i < jobs.Length; i++)
        {
            var at = Now.AddSeconds(i);
            await FinishAsync(new JobOutcome.Failed(claim.Id, new ClaimedJob(jobs[i].Id, 1), at, at, Any.Error()));
        }

        (await Store.PurgeAsync(Any.Retention with { FailedCount = 2 }, Now.AddDays(9), 100, None)).ShouldBe(3);

        (await Store.ListAsync(new JobFilter(JobState.Failed), null, 10, None)).Jobs.Select(job => job.Id)
            .ShouldBe([jobs[4].Id, jobs[3].Id]);
    }

    [Fact]
    public async Task No_more_go_at_once_than_asked_for()
    {
        var jobs = Any.Jobs(5);
        await EnqueueAllAsync(jobs);
        var claim = await ClaimAsync(jobs);
        await Store.FinishAsync([.. jobs.Select(job => Succeeded(claim, job))], None);
        var late = Now.AddDays(2);

        (await Store.PurgeAsync(Any.Retention, late, 3, None)).ShouldBe(3);
        (await Store.PurgeAsync(Any.Retention, late, 3, None)).ShouldBe(2);
        (await Store.PurgeAsync(Any.Retention, late, 3, None)).ShouldBe(0);
    }

    [Fact]
    public async Task Purged_job_is_no_longer_found_by_its_tag()
    {
        var (job, claim) = await RunAsync(Any.Job() with { Tags = ["t"] });
        await SucceedAsync(claim, job);
        await Store.PurgeAsync(Any.Retention, Now.AddDays(2), 10, None);

        (await Store.ListAsync(new JobFilter(Tag: "t"), null, 10, None)).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Unique_key_outlives_its_purged_holder_until_its_time_is_over()
    {
        var (job, claim) = await RunAsync(Any.Job() with { UniqueKey = "k", UniqueFor = TimeSpan.FromDays(3) });
        await SucceedAsync(claim, job);
        await Store.PurgeAsync(Any.Retention, Now.AddDays(2), 10, None);
        NewJob Again(int days) => Any.Job(at: Now.AddDays(days)) with { UniqueKey = "k" };

        (await EnqueueAllAsync(Again(2)))[0].ShouldBe(new EnqueueResult(job.Id, JobState.Succeeded, Duplicate: true));
        await Store.PurgeAsync(Any.Retention, Now.AddDays(4), 10, None);
        (await EnqueueAllAsync(Again(2)))[0].Duplicate.ShouldBeFalse();
    }
}
