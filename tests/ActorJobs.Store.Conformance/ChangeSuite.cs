namespace ActorJobs.Stores.Conformance;

/// <summary>Cancel, retry and delete by hand, one or many.</summary>
public abstract class ChangeSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    [Fact]
    public async Task Cancel_answers_for_each_state()
    {
        var jobs = await OneInEachStateAsync();
        var kinds = new Dictionary<JobState, ChangeKind>();
        foreach (var (state, job) in jobs)
        {
            kinds[state] = (await Store.CancelAsync(job.Id, Now, None)).Kind;
        }

        kinds.ShouldBe(new Dictionary<JobState, ChangeKind>
        {
            [JobState.Scheduled] = ChangeKind.Done,
            [JobState.Ready] = ChangeKind.Done,
            [JobState.Running] = ChangeKind.Requested,
            [JobState.Retrying] = ChangeKind.Done,
            [JobState.Succeeded] = ChangeKind.NotApplicable,
            [JobState.Failed] = ChangeKind.NotApplicable,
            [JobState.Cancelled] = ChangeKind.NotApplicable,
        }, ignoreOrder: true);
        (await Store.CancelAsync(Any.Job().Id, Now, None)).ShouldBe(new ChangeResult(ChangeKind.Unknown));
    }

    [Fact]
    public async Task Cancel_of_a_running_job_tells_its_node_and_leaves_a_mark()
    {
        var (job, _) = await RunAsync(Any.Job() with { Priority = Priority.Low });

        var result = await Store.CancelAsync(job.Id, Now, None);

        result.State.ShouldBe(JobState.Running);
        result.Running.ShouldBe(new RunningJob(job.Id, Any.NodeA, Priority.Low));
        (await GetAsync(job.Id)).CancelRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Cancelled_job_cannot_be_claimed()
    {
        var job = await EnqueueAsync(Any.Job());
        await Store.CancelAsync(job.Id, Now.AddSeconds(1), None);

        (await ClaimAsync(job)).Jobs.ShouldBeEmpty();
        (await GetAsync(job.Id)).FinishedAt.ShouldBe(Now.AddSeconds(1));
    }

    [Fact]
    public async Task Cancel_and_claim_that_race_agree()
    {
        for (var round = 0; round < 20; round++)
        {
            var job = await EnqueueAsync(Any.Job());

            var cancel = Task.Run(() => Store.CancelAsync(job.Id, Now, None));
            var claim = Task.Run(() => ClaimAsync(job));

            var isClaimed = (await claim).Jobs.Length == 1;
            (await cancel).Kind.ShouldBe(isClaimed ? ChangeKind.Requested : ChangeKind.Done);
        }
    }

    [Fact]
    public async Task Failed_job_retried_by_hand_has_its_full_retries_and_a_new_attempt_number()
    {
        var (job, claim) = await RunAsync(Any.Job() with { MaxRetries = 2 });
        await FailAsync(claim, job);

        var result = await Store.RetryAsync(job.Id, Now.AddMinutes(1), None);

        result.ShouldBe(new ChangeResult(ChangeKind.Done, JobState.Ready, Lane: job.Lane));
        var ready = (await ReadyAsync(job.Lane)).ShouldHaveSingleItem();
        ready.NextAttempt.ShouldBe(2);
        ready.RetryBase.ShouldBe(1);
        ready.IsLastAttempt.ShouldBeFalse();
        var read = await GetAsync(job.Id);
        read.Errors.Length.ShouldBe(1);
        read.FinishedAt.ShouldBeNull();
        read.CreatedAt.ShouldBe(job.CreatedAt);
    }

    [Fact]
    public async Task Late_outcome_of_an_attempt_before_the_retry_by_hand_is_stale()
    {
        var (job, claim) = await RunAsync();
        await Store.CancelAsync(job.Id, Now, None);
        await ReleaseAsync(claim, job);
        await Store.RetryAsync(job.Id, Now, None);
        var second = await ClaimAsync(Any.NodeB, 2, job);

        second.Jobs.Length.ShouldBe(1);
        (await SucceedAsync(claim, job)).ShouldBe(OutcomeResult.Stale);
        (await GetAsync(job.Id)).CancelRequested.ShouldBeFalse();
        (await SucceedAsync(second, job, attempt: 2)).ShouldBe(OutcomeResult.Recorded);
    }

    [Fact]
    public async Task Waiting_jobs_retried_by_hand_are_ready_at_once()
    {
        var jobs = await OneInEachStateAsync();
        var at = Now.AddMinutes(5);

        (await Store.RetryAsync(jobs[JobState.Scheduled].Id, at, None)).Kind.ShouldBe(ChangeKind.Done);
        (await Store.RetryAsync(jobs[JobState.Retrying].Id, at, None)).Kind.ShouldBe(ChangeKind.Done);

        var read = await GetAsync(jobs[JobState.Retrying].Id);
        (read.State, read.RunAt).ShouldBe((JobState.Ready, at));
        (await Store.PromoteDueAsync(Now.AddDays(1), 10, None)).Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(JobState.Ready)]
    [InlineData(JobState.Running)]
    [InlineData(JobState.Succeeded)]
    public async Task Retry_does_not_apply(JobState state)
    {
        var jobs = await OneInEachStateAsync();

        (await Store.RetryAsync(jobs[state].Id, Now, None)).ShouldBe(new ChangeResult(ChangeKind.NotApplicable, state));
    }

    [Fact]
    public async Task Delete_removes_all_but_running_jobs()
    {
        var jobs = await OneInEachStateAsync(() => Any.Job() with { Tags = ["t"] });
        foreach (var (state, job) in jobs)
        {
            (await Store.DeleteAsync(job.Id, None)).Kind
                .ShouldBe(state == JobState.Running ? ChangeKind.NotApplicable : ChangeKind.Done);
        }

        var left = await Store.ListAsync(new JobFilter(), null, 10, None);
        left.Jobs.ShouldHaveSingleItem().Id.ShouldBe(jobs[JobState.Running].Id);
        (await Store.ListAsync(new JobFilter(Tag: "t"), null, 10, None)).Jobs.Length.ShouldBe(1);
        (await Store.DeleteAsync(jobs[JobState.Ready].Id, None)).Kind.ShouldBe(ChangeKind.Unknown);
    }

    [Fact]
    public async Task Bulk_cancel_takes_the_oldest_first_and_ends_although_running_ones_stay()
    {
        var jobs = Any.Jobs(5);
        await EnqueueAllAsync(jobs);
        await ClaimAsync(jobs[0]);

        var first = await Store.ChangeManyAsync(BulkChange.Cancel, new JobFilter(), Now, 3, None);
        var second = await Store.ChangeManyAsync(BulkChange.Cancel, new JobFilter(), Now, 3, None);

        (first.Affected, first.More).ShouldBe((3, true));
        first.Running.ShouldHaveSingleItem().Id.ShouldBe(jobs[0].Id);
        (second.Affected, second.More).ShouldBe((2, false));
        (await Store.CountAsync(None)).ByState[JobState.Cancelled].ShouldBe(4);
    }

    [Fact]
    public async Task Bulk_retry_takes_what_matches_and_tells_the_lanes()
    {
        var jobs = await OneInEachStateAsync();
        var (other, claim) = await RunAsync(Any.Job("other"));
        await FailAsync(claim, other);

        var result = await Store.ChangeManyAsync(
            BulkChange.Retry, new JobFilter(JobState.Failed, "other"), Now, 10, None);

        (result.Affected, result.More).ShouldBe((1, false));
        result.Lanes.ShouldBe([other.Lane]);
        (await StateOfAsync(jobs[JobState.Failed])).ShouldBe(JobState.Failed);
    }

    [Fact]
    public async Task Bulk_retry_passes_over_a_job_whose_key_is_held()
    {
        var (held, claim) = await RunAsync(Any.Job() with { UniqueKey = "k" });
        await FailAsync(claim, held);
        await EnqueueAsync(Any.Job() with { UniqueKey = "k" });
        var (free, second) = await RunAsync();
        await FailAsync(second, free);

        var result = await Store.ChangeManyAsync(BulkChange.Retry, new JobFilter(JobState.Failed), Now, 1, None);

        (result.Affected, result.More).ShouldBe((1, false));
        (await StateOfAsync(free)).ShouldBe(JobState.Ready);
    }

    [Fact]
    public async Task Bulk_delete_by_tag_leaves_the_rest()
    {
        var tagged = await EnqueueAsync(Any.Job() with { Tags = ["old"] });
        var plain = await EnqueueAsync(Any.Job());

        (await Store.ChangeManyAsync(BulkChange.Delete, new JobFilter(Tag: "old"), Now, 10, None)).Affected.ShouldBe(1);

        (await StateOfAsync(tagged)).ShouldBeNull();
        (await StateOfAsync(plain)).ShouldBe(JobState.Ready);
    }
}
