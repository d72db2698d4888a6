namespace ActorJobs.Stores.Conformance;

/// <summary>Unique keys.</summary>
public abstract class UniqueSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    private static NewJob Keyed(DateTimeOffset? at = null) => Any.Job(at: at) with { UniqueKey = "k" };

    [Fact]
    public async Task Second_job_with_a_held_key_is_a_duplicate()
    {
        var first = await EnqueueAsync(Keyed());
        var second = Keyed();

        (await EnqueueAllAsync(second))[0].ShouldBe(new EnqueueResult(first.Id, JobState.Ready, Duplicate: true));
        (await StateOfAsync(second)).ShouldBeNull();
    }

    [Fact]
    public async Task Duplicates_within_one_call_are_found()
    {
        var results = await EnqueueAllAsync(Keyed(), Keyed());

        results.Select(result => result.Duplicate).ShouldBe([false, true]);
    }

    [Fact]
    public async Task Key_counts_within_its_type()
    {
        await EnqueueAsync(Keyed());

        (await EnqueueAllAsync(Keyed() with { Type = "other" }))[0].Duplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Key_is_held_while_the_job_runs_and_its_state_is_told()
    {
        var (job, _) = await RunAsync(Keyed());

        (await EnqueueAllAsync(Keyed()))[0].ShouldBe(new EnqueueResult(job.Id, JobState.Running, Duplicate: true));
    }

    [Fact]
    public async Task Key_is_free_once_the_job_has_ended()
    {
        var (job, claim) = await RunAsync(Keyed());
        await SucceedAsync(claim, job);

        (await EnqueueAllAsync(Keyed()))[0].Duplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Key_is_held_until_its_time_is_over_even_after_the_end()
    {
        var (job, claim) = await RunAsync(Keyed() with { UniqueFor = TimeSpan.FromMinutes(10) });
        await SucceedAsync(claim, job);

        (await EnqueueAllAsync(Keyed(Now.AddMinutes(9))))[0]
            .ShouldBe(new EnqueueResult(job.Id, JobState.Succeeded, Duplicate: true));
        (await EnqueueAllAsync(Keyed(Now.AddMinutes(10))))[0].Duplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Key_is_held_beyond_its_time_while_the_job_is_live()
    {
        await EnqueueAsync(Keyed() with { UniqueFor = TimeSpan.FromMinutes(1) });

        (await EnqueueAllAsync(Keyed(Now.AddMinutes(5))))[0].Duplicate.ShouldBeTrue();
    }

    [Fact]
    public async Task Delete_frees_the_key()
    {
        var job = await EnqueueAsync(Keyed() with { UniqueFor = TimeSpan.FromMinutes(10) });
        await Store.DeleteAsync(job.Id, None);

        (await EnqueueAllAsync(Keyed()))[0].Duplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Retry_by_hand_is_refused_while_another_holds_the_key()
    {
        var (job, claim) = await RunAsync(Keyed());
        await FailAsync(claim, job);
        await EnqueueAsync(Keyed());

        (await Store.RetryAsync(job.Id, Now, None)).Kind.ShouldBe(ChangeKind.KeyHeld);
        (await StateOfAsync(job)).ShouldBe(JobState.Failed);
    }

    [Fact]
    public async Task Retry_by_hand_takes_the_key_again()
    {
        var (job, claim) = await RunAsync(Keyed());
        await FailAsync(claim, job);
        await Store.RetryAsync(job.Id, Now, None);

        (await EnqueueAllAsync(Keyed()))[0].ShouldBe(new EnqueueResult(job.Id, JobState.Ready, Duplicate: true));
    }

    [Fact]
    public async Task Of_many_that_race_for_a_key_one_gets_it()
    {
        var results = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(_ => Task.Run(() => EnqueueAllAsync(Keyed()))));

        results.Count(result => !result[0].Duplicate).ShouldBe(1);
        results.Select(result => result[0].Id).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Replacing_job_takes_the_place_of_one_that_waits_in_any_state()
    {
        var ready = await EnqueueAsync(Keyed());
        var delayed = await TakesOverAsync(ready, Replacing() with { RunAt = Now.AddMinutes(5) });
        var anew = await TakesOverAsync(delayed, Replacing());
        await RetryAtAsync(await ClaimAsync(anew), anew, Now.AddMinutes(1));
        await TakesOverAsync(anew, Replacing());

        var counts = (await Store.CountAsync(None)).ByState;
        counts[JobState.Ready].ShouldBe(1);
        counts[JobState.Scheduled].ShouldBe(0);
        counts[JobState.Retrying].ShouldBe(0);
        counts[JobState.Cancelled].ShouldBe(3);
    }

    [Theory]
    [InlineData(UniquePolicy.Replace)]
    [InlineData(UniquePolicy.Latest)]
    public async Task Replaced_job_is_not_claimed_and_its_id_stays_known(UniquePolicy policy)
    {
        var old = await EnqueueAsync(Keyed());
        await TakesOverAsync(old, Keyed() with { OnDuplicate = policy });

        (await ClaimAsync(old)).Jobs.ShouldBeEmpty();
        (await EnqueueAllAsync(old))[0].ShouldBe(new EnqueueResult(old.Id, JobState.Cancelled, Duplicate: false));
    }

    [Fact]
    public async Task Job_that_runs_is_not_replaced()
    {
        var (job, _) = await RunAsync(Keyed());

        (await EnqueueAllAsync(Replacing()))[0].ShouldBe(new EnqueueResult(job.Id, JobState.Running, Duplicate: true));
        (await StateOfAsync(job)).ShouldBe(JobState.Running);
    }

    [Fact]
    public async Task Behind_one_that_runs_the_latest_waits_and_the_end_of_the_other_leaves_it_the_key()
    {
        var (job, claim) = await RunAsync(Keyed());
        var second = Latest();
        var third = Latest();
        (await EnqueueAllAsync(second))[0].ShouldBe(new EnqueueResult(second.Id, JobState.Ready, Duplicate: false));
        await TakesOverAsync(second, third);
        (await SucceedAsync(claim, job)).ShouldBe(OutcomeResult.Recorded);

        (await EnqueueAllAsync(Keyed()))[0].ShouldBe(new EnqueueResult(third.Id, JobState.Ready, Duplicate: true));
        (await StateOfAsync(job)).ShouldBe(JobState.Succeeded);
        await SucceedAsync(await ClaimAsync(third), third);
        (await EnqueueAllAsync(Keyed()))[0].Duplicate.ShouldBeFalse();
    }

    [Theory]
    [InlineData(UniquePolicy.Replace)]
    [InlineData(UniquePolicy.Latest)]
    public async Task Key_that_is_held_by_its_time_alone_is_not_taken(UniquePolicy policy)
    {
        var (job, claim) = await RunAsync(Keyed() with { UniqueFor = TimeSpan.FromMinutes(10) });
        await SucceedAsync(claim, job);

        (await EnqueueAllAsync(Keyed() with { OnDuplicate = policy }))[0]
            .ShouldBe(new EnqueueResult(job.Id, JobState.Succeeded, Duplicate: true));
    }

    [Fact]
    public async Task Time_of_a_replaced_job_is_over_with_it_and_that_of_the_new_one_counts()
    {
        await EnqueueAsync(Keyed() with { UniqueFor = TimeSpan.FromHours(1) });
        var anew = Replacing() with { UniqueFor = TimeSpan.FromMinutes(10) };
        await EnqueueAsync(anew);
        await SucceedAsync(await ClaimAsync(anew), anew);

        (await EnqueueAllAsync(Keyed(Now.AddMinutes(9))))[0].Duplicate.ShouldBeTrue();
        (await EnqueueAllAsync(Keyed(Now.AddMinutes(11))))[0].Duplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Later_job_of_one_call_replaces_an_earlier()
    {
        var jobs = new[] { Replacing(), Any.Job(), Replacing() with { RunAt = Now.AddMinutes(1) }, Latest() };

        var results = await EnqueueAllAsync(jobs);

        results.ShouldAllBe(result => !result.Duplicate);
        results.Select(result => result.Id).ShouldBe(jobs.Select(job => job.Id));
        (await StateOfAsync(jobs[0])).ShouldBe(JobState.Cancelled);
        (await StateOfAsync(jobs[1])).ShouldBe(JobState.Ready);
        (await StateOfAsync(jobs[2])).ShouldBe(JobState.Cancelled);
        (await StateOfAsync(jobs[3])).ShouldBe(JobState.Ready);
        (await Store.CountAsync(None)).ByState[JobState.Ready].ShouldBe(2);
    }

    [Fact]
    public async Task What_waits_for_a_replaced_job_is_cancelled()
    {
        var job = await EnqueueAsync(Keyed());
        var successor = await EnqueueAsync(Any.Job() with { After = [job.Id], RunAt = JobLimits.Never });

        await EnqueueAsync(Replacing());

        (await StateOfAsync(successor)).ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task Child_replaces_too_with_its_parents_completion()
    {
        var waiting = await EnqueueAsync(Keyed());
        var (parent, claim) = await RunAsync(Any.Job());
        var child = Replacing() with { Parent = parent.Id };

        (await SucceedAsync(claim, parent, children: child)).ShouldBe(OutcomeResult.Recorded);

        (await StateOfAsync(waiting)).ShouldBe(JobState.Cancelled);
        (await StateOfAsync(child)).ShouldBe(JobState.Ready);
    }

    [Fact]
    public async Task Of_many_that_race_to_replace_one_is_left()
    {
        await EnqueueAsync(Keyed());

        var results = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(_ => Task.Run(() => EnqueueAllAsync(Replacing()))));

        results.ShouldAllBe(result => !result[0].Duplicate);
        var counts = (await Store.CountAsync(None)).ByState;
        counts[JobState.Ready].ShouldBe(1);
        counts[JobState.Cancelled].ShouldBe(30);
    }

    private static NewJob Replacing() => Keyed() with { OnDuplicate = UniquePolicy.Replace };

    private static NewJob Latest() => Keyed() with { OnDuplicate = UniquePolicy.Latest };

    /// <summary>Enqueues a job, which must be added, and looks that the other was cancelled by that.</summary>
    private async Task<NewJob> TakesOverAsync(NewJob old, NewJob anew)
    {
        var result = (await EnqueueAllAsync(anew))[0];
        result.Id.ShouldBe(anew.Id);
        result.Duplicate.ShouldBeFalse();
        (await StateOfAsync(old)).ShouldBe(JobState.Cancelled);
        return anew;
    }
}
