namespace ActorJobs.Stores.Conformance;

/// <summary>
/// Retention. Purging is called regularly, as housekeeping does; ended jobs may then stay a tenth longer than asked for.
/// </summary>
public abstract class PurgeSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    private double _hours;

    [Fact]
    public async Task Succeeded_and_cancelled_jobs_go_when_their_time_is_over_and_nothing_else()
    {
        var jobs = await OneInEachStateAsync();

        (await KeepHouseAsync(untilHours: 23.9)).ShouldBe(0);
        (await KeepHouseAsync(untilHours: 26.9)).ShouldBe(2);

        (await StateOfAsync(jobs[JobState.Succeeded])).ShouldBeNull();
        (await StateOfAsync(jobs[JobState.Cancelled])).ShouldBeNull();
        var counts = await Store.CountAsync(None);
        counts.ByState.Values.Sum().ShouldBe(5);
        counts.ByState[JobState.Succeeded].ShouldBe(0);
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
    public async Task Failed_jobs_go_in_portions()
    {
        var jobs = Any.Jobs(5);
        await EnqueueAllAsync(jobs);
        var claim = await ClaimAsync(jobs);
        foreach (var job in jobs)
        {
            await FailAsync(claim, job);
        }
        var none = Any.Retention with { FailedCount = 0 };

        (await Store.PurgeAsync(none, Now, 3, None)).ShouldBe(3);
        (await Store.PurgeAsync(none, Now, 3, None)).ShouldBe(2);
        (await Store.PurgeAsync(none, Now, 3, None)).ShouldBe(0);
    }

    [Fact]
    public async Task Many_ended_jobs_all_go_and_each_is_counted_once()
    {
        var jobs = Any.Jobs(25);
        await EnqueueAllAsync(jobs);
        var claim = await ClaimAsync(jobs);
        await Store.FinishAsync([.. jobs.Select(job => Succeeded(claim, job))], None);

        (await KeepHouseAsync(untilHours: 27, maxCount: 10)).ShouldBe(25);

        (await Store.ListAsync(new JobFilter(), null, 10, None)).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Purged_job_is_no_longer_found_by_its_tag()
    {
        var (job, claim) = await RunAsync(Any.Job() with { Tags = ["t"] });
        await SucceedAsync(claim, job);
        await KeepHouseAsync(untilHours: 27);

        (await Store.ListAsync(new JobFilter(Tag: "t"), null, 10, None)).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Unique_key_outlives_its_purged_holder_until_its_time_is_over()
    {
        var (job, claim) = await RunAsync(Any.Job() with { UniqueKey = "k", UniqueFor = TimeSpan.FromDays(3) });
        await SucceedAsync(claim, job);
        await KeepHouseAsync(untilHours: 48);
        NewJob Again(int days) => Any.Job(at: Now.AddDays(days)) with { UniqueKey = "k" };

        (await StateOfAsync(job)).ShouldBeNull();
        (await EnqueueAllAsync(Again(2)))[0].ShouldBe(new EnqueueResult(job.Id, JobState.Succeeded, Duplicate: true));
        await KeepHouseAsync(untilHours: 96);
        (await EnqueueAllAsync(Again(2)))[0].Duplicate.ShouldBeFalse();
    }

    /// <summary>Purges every quarter of an hour up to that time; answers how many went.</summary>
    private async Task<int> KeepHouseAsync(double untilHours, int maxCount = 100)
    {
        var gone = 0;
        for (; _hours <= untilHours; _hours += 0.25)
        {
            int count;
            do
            {
                count = await Store.PurgeAsync(Any.Retention, Now.AddHours(_hours), maxCount, None);
                gone += count;
            }
            while (count >= maxCount);
        }
        return gone;
    }
}
