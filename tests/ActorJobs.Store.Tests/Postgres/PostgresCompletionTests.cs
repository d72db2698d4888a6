using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Postgres;
using Npgsql;

namespace ActorJobs.Stores.PostgresTests;

/// <summary>Completion inside the handler's own transaction.</summary>
public sealed class PostgresCompletionTests() : PostgresSuite(new PostgresFixture())
{
    private static Task CompleteAsync(
        NpgsqlTransaction transaction, Claim claim, NewJob job, int attempt = 1, params NewJob[] children)
    {
        var completion = new JobOutcome.Succeeded(
            claim.Id, new ClaimedJob(job.Id, attempt), Now, Now.AddSeconds(1), Any.Json("""{"sum":3}"""),
            [.. children]);
        return new HandingOver(completion).CompleteAsync(transaction);
    }

    private Task<OutcomeResult> ConfirmAsync(Claim claim, NewJob job) =>
        FinishAsync(new JobOutcome.Confirmed(claim.Id, new ClaimedJob(job.Id, 1), Now, Now.AddSeconds(1)));

    private Task<RecoveryResult> RecoverAsync() => Store.RecoverNodeAsync(Epoch, Any.NodeA, Now.AddSeconds(9), None);

    [Fact]
    public async Task Job_succeeds_with_result_and_children_when_the_transaction_commits()
    {
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var (job, claim) = await RunAsync(Any.Job() with { Trace = trace });
        var child = Any.Job("child") with { Parent = job.Id, CreatedAt = await Store.GetTimeAsync(None) };
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        await CompleteAsync(transaction, claim, job, 1, child);

        (await StateOfAsync(job)).ShouldBe(JobState.Running);
        (await StateOfAsync(child)).ShouldBeNull();
        await transaction.CommitAsync();
        var done = await GetAsync(job.Id);
        (done.State, done.Attempt, done.Node, done.Trace).ShouldBe((JobState.Succeeded, 1, Any.NodeA.Address, trace));
        done.Result.ToArray().ShouldBe(Any.Json("""{"sum":3}""").ToArray());
        (done.StartedAt, done.FinishedAt).ShouldBe((Now, Now.AddSeconds(1)));
        (await GetAsync(child.Id)).Parent.ShouldBe(job.Id);
        (await PromoteAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Confirmed_is_recorded_and_settles_the_claim()
    {
        var (job, claim) = await RunAsync();
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await CompleteAsync(transaction, claim, job);
        await transaction.CommitAsync();

        (await ConfirmAsync(claim, job)).ShouldBe(OutcomeResult.Recorded);

        (await Store.GetClaimsAsync(None)).ShouldBeEmpty();
        (await CountAsync("claim")).ShouldBe(0);
        (await ConfirmAsync(claim, job)).ShouldBe(OutcomeResult.Recorded);
        var counts = (await Store.CountAsync(None)).ByState;
        (counts[JobState.Running], counts[JobState.Succeeded], counts.Values.Sum()).ShouldBe((0, 1, 1));
    }

    [Fact]
    public async Task Nothing_changes_on_a_rollback_and_another_outcome_is_recorded()
    {
        var (job, claim) = await RunAsync();
        var child = Any.Job("child");
        await using var connection = await ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await CompleteAsync(transaction, claim, job, 1, child);
            await transaction.RollbackAsync();
        }

        (await ConfirmAsync(claim, job)).ShouldBe(OutcomeResult.Stale);
        (await Store.GetClaimsAsync(None)).ShouldHaveSingleItem();
        (await RetryAtAsync(claim, job, Now.AddHours(1))).ShouldBe(OutcomeResult.Recorded);

        (await StateOfAsync(job)).ShouldBe(JobState.Retrying);
        (await StateOfAsync(child)).ShouldBeNull();
        (await Store.GetClaimsAsync(None)).ShouldBeEmpty();
        (await CountAsync("claim")).ShouldBe(0);
    }

    [Fact]
    public async Task Other_outcomes_of_a_job_that_was_completed_are_stale()
    {
        var (job, claim) = await RunAsync();
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await CompleteAsync(transaction, claim, job);
        await transaction.CommitAsync();

        (await FailAsync(claim, job)).ShouldBe(OutcomeResult.Stale);
        (await SucceedAsync(claim, job)).ShouldBe(OutcomeResult.Stale);
        (await StateOfAsync(job)).ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task Attempt_that_was_recovered_cannot_complete_its_job()
    {
        var (job, claim) = await RunAsync();
        (await RecoverAsync()).Ready.ShouldBe([job.Id]);
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var fault = await Should.ThrowAsync<AttemptOverException>(
            () => CompleteAsync(transaction, claim, job, 1, Any.Job("child")));

        (fault.Job, fault.Attempt).ShouldBe((job.Id, 1));
        await transaction.CommitAsync();
        (await StateOfAsync(job)).ShouldBe(JobState.Ready);
        (await ReadyAsync(new Lane(Priority.Normal, "child"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Job_of_another_claim_cannot_be_completed()
    {
        var (job, first) = await RunAsync();
        await ReleaseAsync(first, job);
        await ClaimAsync(Any.NodeB, 1, job);
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        await Should.ThrowAsync<AttemptOverException>(() => CompleteAsync(transaction, first, job));
    }

    [Fact]
    public async Task Other_jobs_of_the_claim_end_while_the_transaction_is_open()
    {
        var jobs = Any.Jobs(5);
        await EnqueueAllAsync(jobs);
        var claim = await ClaimAsync(jobs);
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await CompleteAsync(transaction, claim, jobs[0]);

        // None of these would answer if they waited for the transaction, which is decided only after them.
        (await SucceedAsync(claim, jobs[1])).ShouldBe(OutcomeResult.Recorded);
        (await FailAsync(claim, jobs[2])).ShouldBe(OutcomeResult.Recorded);
        (await RetryAtAsync(claim, jobs[3], Now)).ShouldBe(OutcomeResult.Recorded);
        (await ReleaseAsync(claim, jobs[4])).ShouldBe(OutcomeResult.Recorded);

        await transaction.CommitAsync();
        (await ConfirmAsync(claim, jobs[0])).ShouldBe(OutcomeResult.Recorded);
        (await CountAsync("claim")).ShouldBe(0);
        var states = await Task.WhenAll(jobs.Select(StateOfAsync));
        states.ShouldBe([JobState.Succeeded, JobState.Succeeded, JobState.Failed, JobState.Ready, JobState.Ready]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Recovery_leaves_a_job_whose_transaction_is_open_until_it_is_decided(bool commits)
    {
        var jobs = Any.Jobs(2);
        await EnqueueAllAsync(jobs);
        var claim = await ClaimAsync(jobs);
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await CompleteAsync(transaction, claim, jobs[0]);

        var first = await RecoverAsync();

        first.Ready.ShouldBe([jobs[1].Id]);
        first.More.ShouldBeTrue();
        (await RecoverAsync()).ShouldSatisfyAllConditions(
            again => again.Ready.ShouldBeEmpty(), again => again.More.ShouldBeTrue());
        await (commits ? transaction.CommitAsync() : transaction.RollbackAsync());
        var last = await RecoverAsync();
        last.Ready.ShouldBe(commits ? [] : [jobs[0].Id]);
        last.More.ShouldBeFalse();
        (await StateOfAsync(jobs[0])).ShouldBe(commits ? JobState.Succeeded : JobState.Ready);
        (await ConfirmAsync(claim, jobs[0])).ShouldBe(commits ? OutcomeResult.Recorded : OutcomeResult.Stale);
        (await CountAsync("claim")).ShouldBe(0);
        var counts = (await Store.CountAsync(None)).ByState;
        (counts[JobState.Running], counts.Values.Sum()).ShouldBe((0, 2));
    }

    [Fact]
    public async Task Completion_that_waits_for_a_recovery_finds_its_attempt_over()
    {
        var (job, claim) = await RunAsync();
        await using var recovering = await ConnectAsync();
        await using var recovery = await recovering.BeginTransactionAsync();
        await RunAsync(recovering, $"UPDATE actorjobs.job SET used = used + 1 WHERE id = '{job.Id.Value}'");
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var completion = CompleteAsync(transaction, claim, job);
        await UntilAsync("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'");
        await recovery.CommitAsync();

        await Should.ThrowAsync<AttemptOverException>(() => completion);
    }
}
