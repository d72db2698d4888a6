namespace ActorJobs.Stores.Conformance;

/// <summary>Recovery of a node that is gone.</summary>
public abstract class RecoverSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    private Task<RecoveryResult> RecoverAsync(NodeId node) => Store.RecoverNodeAsync(Epoch, node, Now.AddSeconds(9), None);

    [Fact]
    public async Task Running_job_is_ready_again_in_its_old_place_with_the_attempt_used()
    {
        var (job, _) = await RunAsync();
        var behind = await EnqueueAsync(Any.Job());

        var result = await RecoverAsync(Any.NodeA);

        result.Ready.ShouldBe([job.Id]);
        result.Lanes.ShouldBe([job.Lane]);
        var ready = await ReadyAsync(job.Lane);
        ready.Select(read => read.Id).ShouldBe([job.Id, behind.Id]);
        ready[0].NextAttempt.ShouldBe(2);
        ready[0].Interruptions.ShouldBe(1);
        (await Store.GetClaimsAsync(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Error_says_that_the_node_was_lost()
    {
        var (job, _) = await RunAsync();
        await RecoverAsync(Any.NodeA);

        var error = (await GetAsync(job.Id)).Errors.ShouldHaveSingleItem();

        error.Class.ShouldBe(ErrorClass.Interrupted);
        error.Message.ShouldBe("The node 10.0.0.1:4053 was lost while this attempt ran.");
        error.Attempt.ShouldBe(1);
        error.At.ShouldBe(Now.AddSeconds(9));
        error.Node.ShouldBe(Any.NodeA.Address);
    }

    [Fact]
    public async Task Job_without_attempts_left_is_failed()
    {
        var (job, _) = await RunAsync(Any.Job() with { MaxRetries = 0 });

        var result = await RecoverAsync(Any.NodeA);

        result.Failed.ShouldBe([job.Id]);
        result.Ready.ShouldBeEmpty();
        result.Lanes.ShouldBeEmpty();
        (await StateOfAsync(job)).ShouldBe(JobState.Failed);
    }

    [Fact]
    public async Task Job_whose_cancel_was_asked_for_is_cancelled()
    {
        var (job, _) = await RunAsync();
        await Store.CancelAsync(job.Id, Now, None);

        (await RecoverAsync(Any.NodeA)).Cancelled.ShouldBe([job.Id]);
        (await StateOfAsync(job)).ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task Late_outcome_of_the_lost_node_is_stale()
    {
        var (job, claim) = await RunAsync();
        await RecoverAsync(Any.NodeA);

        (await SucceedAsync(claim, job)).ShouldBe(OutcomeResult.Stale);
        (await StateOfAsync(job)).ShouldBe(JobState.Ready);
    }

    [Fact]
    public async Task Other_nodes_and_other_starts_of_the_same_address_keep_their_claims()
    {
        await RunAsync();
        var other = await EnqueueAsync(Any.Job());
        await ClaimAsync(Any.NodeB, 1, other);
        var restarted = await EnqueueAsync(Any.Job());
        await ClaimAsync(Any.NodeA with { Uid = 99 }, 1, restarted);

        await RecoverAsync(Any.NodeA);

        (await StateOfAsync(other)).ShouldBe(JobState.Running);
        (await StateOfAsync(restarted)).ShouldBe(JobState.Running);
    }

    [Fact]
    public async Task Second_recovery_finds_nothing()
    {
        await RunAsync();
        await RecoverAsync(Any.NodeA);

        var again = await RecoverAsync(Any.NodeA);

        again.Ready.ShouldBeEmpty();
        again.Failed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Completed_jobs_of_the_claim_stay_completed()
    {
        var jobs = Any.Jobs(2);
        await EnqueueAllAsync(jobs);
        var claim = await ClaimAsync(jobs);
        await SucceedAsync(claim, jobs[0]);

        (await RecoverAsync(Any.NodeA)).Ready.ShouldBe([jobs[1].Id]);
        (await StateOfAsync(jobs[0])).ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task Outcome_and_recovery_that_race_agree_on_one_end()
    {
        for (var round = 0; round < 20; round++)
        {
            var (job, claim) = await RunAsync();

            var finish = Task.Run(() => SucceedAsync(claim, job));
            var recover = Task.Run(() => RecoverAsync(Any.NodeA));

            var recovered = (await recover).Ready.Contains(job.Id);
            (await finish).ShouldBe(recovered ? OutcomeResult.Stale : OutcomeResult.Recorded);
            (await StateOfAsync(job)).ShouldBe(recovered ? JobState.Ready : JobState.Succeeded);
        }
    }
}
