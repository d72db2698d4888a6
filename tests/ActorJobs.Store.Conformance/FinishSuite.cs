using ActorJobs.Stores;

namespace ActorJobs.Stores.Conformance;

/// <summary>Outcomes.</summary>
public abstract class FinishSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    [Fact]
    public async Task Completed_job_is_succeeded_with_its_result()
    {
        var (job, claim) = await RunAsync(Any.Job() with { Tags = ["t"] });
        await FinishAsync(new JobOutcome.Succeeded(
            claim.Id, new ClaimedJob(job.Id, 1), Now.AddSeconds(1), Now.AddSeconds(2), Any.Json("{\"ok\":true}"), []));

        var read = await GetAsync(job.Id);

        read.State.ShouldBe(JobState.Succeeded);
        read.Attempt.ShouldBe(1);
        read.Result.ToArray().ShouldBe(Any.Json("{\"ok\":true}").ToArray());
        read.StartedAt.ShouldBe(Now.AddSeconds(1));
        read.FinishedAt.ShouldBe(Now.AddSeconds(2));
        read.Node.ShouldBe(Any.NodeA.Address);
        read.Payload.ToArray().ShouldBe(job.Payload.ToArray());
        read.Tags.ToArray().ShouldBe(["t"]);
        (await ReadyAsync(job.Lane)).ShouldBeEmpty();
        (await Store.GetClaimsAsync(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Second_outcome_of_an_attempt_is_stale()
    {
        var (job, claim) = await RunAsync();

        (await SucceedAsync(claim, job)).ShouldBe(OutcomeResult.Recorded);
        (await SucceedAsync(claim, job)).ShouldBe(OutcomeResult.Stale);
        (await FailAsync(claim, job)).ShouldBe(OutcomeResult.Stale);
        (await StateOfAsync(job)).ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task Same_outcome_twice_in_one_call_is_recorded_once()
    {
        var (job, claim) = await RunAsync();

        (await Store.FinishAsync([Succeeded(claim, job), Succeeded(claim, job)], None))
            .ShouldBe([OutcomeResult.Recorded, OutcomeResult.Stale]);
    }

    [Fact]
    public async Task Outcome_with_the_wrong_claim_or_attempt_or_job_is_stale()
    {
        var (job, claim) = await RunAsync();
        var (_, otherClaim) = await RunAsync();

        (await SucceedAsync(otherClaim, job)).ShouldBe(OutcomeResult.Stale);
        (await SucceedAsync(claim, job, attempt: 2)).ShouldBe(OutcomeResult.Stale);
        (await SucceedAsync(claim, Any.Job())).ShouldBe(OutcomeResult.Stale);
        (await StateOfAsync(job)).ShouldBe(JobState.Running);
    }

    [Fact]
    public async Task Failed_attempt_waits_for_its_next_time()
    {
        var (job, claim) = await RunAsync();
        await RetryAtAsync(claim, job, Now.AddSeconds(30));

        var read = await GetAsync(job.Id);

        read.State.ShouldBe(JobState.Retrying);
        read.Attempt.ShouldBe(1);
        read.RunAt.ShouldBe(Now.AddSeconds(30));
        read.Errors.ShouldHaveSingleItem().ShouldBe(Any.Error());
        read.Node.ShouldBe(Any.NodeA.Address);
    }

    [Fact]
    public async Task Attempt_tried_again_at_once_is_ready_at_the_end_of_its_lane()
    {
        var (job, claim) = await RunAsync();
        var behind = await EnqueueAsync(Any.Job());
        await RetryAtAsync(claim, job, Now);

        var ready = await ReadyAsync(job.Lane);

        ready.Select(read => read.Id).ShouldBe([behind.Id, job.Id]);
        ready[1].NextAttempt.ShouldBe(2);
    }

    [Fact]
    public async Task Job_failed_for_good_is_failed_with_its_error()
    {
        var (job, claim) = await RunAsync();
        await FailAsync(claim, job);

        var read = await GetAsync(job.Id);

        read.State.ShouldBe(JobState.Failed);
        read.FinishedAt.ShouldBe(Now);
        read.Errors.ShouldHaveSingleItem().Message.ShouldBe(Any.Error().Message);
    }

    [Fact]
    public async Task Newest_errors_are_kept_and_long_ones_cut()
    {
        var job = await EnqueueAsync(Any.Job() with { MaxRetries = 100 });
        for (var attempt = 1; attempt <= JobLimits.MaxErrors + 2; attempt++)
        {
            var claim = await ClaimAsync(Any.NodeA, attempt, job);
            await FinishAsync(new JobOutcome.RetryAt(
                claim.Id, new ClaimedJob(job.Id, attempt), Now, Now, Now, Any.Error(attempt, new string('x', 5000))));
        }

        var errors = (await GetAsync(job.Id)).Errors;

        errors.Select(error => error.Attempt).ShouldBe(Enumerable.Range(3, JobLimits.MaxErrors));
        errors[0].Message.Length.ShouldBe(JobLimits.MaxErrorLength);
    }

    [Fact]
    public async Task Job_stopped_by_request_is_cancelled()
    {
        var (job, claim) = await RunAsync();
        await Store.CancelAsync(job.Id, Now, None);

        await FinishAsync(new JobOutcome.Cancelled(claim.Id, new ClaimedJob(job.Id, 1), Now, Now));

        (await StateOfAsync(job)).ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task Job_given_back_keeps_its_place_and_its_attempt()
    {
        var (job, claim) = await RunAsync();
        var behind = await EnqueueAsync(Any.Job());
        await ReleaseAsync(claim, job);

        var ready = await ReadyAsync(job.Lane);

        ready.Select(read => read.Id).ShouldBe([job.Id, behind.Id]);
        ready[0].NextAttempt.ShouldBe(1);
        (await StateOfAsync(job)).ShouldBe(JobState.Ready);
        (await Store.GetClaimsAsync(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Outcome_under_a_claim_that_was_given_back_is_stale_though_the_attempt_is_the_same()
    {
        var (job, claim) = await RunAsync();
        await ReleaseAsync(claim, job);
        var second = await ClaimAsync(Any.NodeB, 1, job);

        (await SucceedAsync(claim, job)).ShouldBe(OutcomeResult.Stale);
        (await SucceedAsync(second, job)).ShouldBe(OutcomeResult.Recorded);
    }

    [Fact]
    public async Task Claim_stands_until_its_last_job_has_gone()
    {
        var jobs = Any.Jobs(3);
        await EnqueueAllAsync(jobs);
        var claim = await ClaimAsync(jobs);
        await SucceedAsync(claim, jobs[0]);
        await ReleaseAsync(claim, jobs[1]);

        (await Store.GetClaimsAsync(None)).ShouldHaveSingleItem().Jobs.ShouldBe([new ClaimedJob(jobs[2].Id, 1)]);
        await RetryAtAsync(claim, jobs[2], Now);
        (await Store.GetClaimsAsync(None)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("fail")]
    [InlineData("release")]
    public async Task Job_whose_cancel_was_asked_for_ends_cancelled(string how)
    {
        var (job, claim) = await RunAsync();
        await Store.CancelAsync(job.Id, Now, None);

        var result = how switch
        {
            "retry" => await RetryAtAsync(claim, job, Now.AddSeconds(1)),
            "fail" => await FailAsync(claim, job),
            _ => await ReleaseAsync(claim, job),
        };

        result.ShouldBe(OutcomeResult.Recorded);
        (await StateOfAsync(job)).ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task Job_that_completes_although_its_cancel_was_asked_for_is_succeeded()
    {
        var (job, claim) = await RunAsync();
        await Store.CancelAsync(job.Id, Now, None);
        await SucceedAsync(claim, job);

        (await StateOfAsync(job)).ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task Children_are_enqueued_with_the_completion()
    {
        var (job, claim) = await RunAsync();
        var child = Any.Job("child") with { Parent = job.Id };
        var later = Any.Job("child") with { Parent = job.Id, RunAt = Now.AddHours(1) };
        await SucceedAsync(claim, job, 1, child, later);

        (await GetAsync(child.Id)).Parent.ShouldBe(job.Id);
        (await StateOfAsync(later)).ShouldBe(JobState.Scheduled);
    }

    [Fact]
    public async Task Children_of_a_stale_outcome_are_dropped()
    {
        var (job, claim) = await RunAsync();
        await ReleaseAsync(claim, job);
        var child = Any.Job();

        await SucceedAsync(claim, job, 1, child);

        (await StateOfAsync(child)).ShouldBeNull();
    }

    [Fact]
    public async Task Child_whose_unique_key_is_held_is_dropped_without_harm()
    {
        await EnqueueAsync(Any.Job() with { UniqueKey = "held" });
        var (job, claim) = await RunAsync();
        var held = Any.Job() with { UniqueKey = "held" };
        var free = Any.Job();

        (await SucceedAsync(claim, job, 1, held, free)).ShouldBe(OutcomeResult.Recorded);

        (await StateOfAsync(held)).ShouldBeNull();
        (await StateOfAsync(free)).ShouldBe(JobState.Ready);
    }

    [Fact]
    public async Task Job_may_enqueue_its_successor_with_its_own_unique_key()
    {
        var (job, claim) = await RunAsync(Any.Job() with { UniqueKey = "chain" });
        var next = Any.Job() with { UniqueKey = "chain" };
        await SucceedAsync(claim, job, 1, next);

        (await StateOfAsync(next)).ShouldBe(JobState.Ready);
    }

    [Fact]
    public async Task One_stale_outcome_does_not_hinder_the_others()
    {
        var jobs = Any.Jobs(3);
        await EnqueueAllAsync(jobs);
        var claim = await ClaimAsync(jobs);
        await ReleaseAsync(claim, jobs[1]);

        (await Store.FinishAsync([.. jobs.Select(job => Succeeded(claim, job))], None))
            .ShouldBe([OutcomeResult.Recorded, OutcomeResult.Stale, OutcomeResult.Recorded]);
    }
}
