using System.Collections.Immutable;
using ActorJobs.Stores;

namespace ActorJobs.Stores.Conformance;

/// <summary>What all suites share: an open store and short words for what tests do with it.</summary>
public abstract class StoreSuite(IStoreFixture fixture) : IAsyncLifetime
{
    protected static CancellationToken None => CancellationToken.None;

    protected static DateTimeOffset Now => Any.Start;

    protected IJobStore Store { get; private set; } = null!;

    protected ReaderEpoch Epoch { get; set; }

    public async Task InitializeAsync()
    {
        Store = await fixture.OpenAsync();
        Epoch = await Store.OpenEpochAsync(None);
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await fixture.DisposeAsync();
    }

    /// <summary>Closes the store and opens it again on the same data.</summary>
    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await fixture.OpenAsync();
    }

    protected async Task<NewJob> EnqueueAsync(NewJob job)
    {
        await EnqueueAllAsync(job);
        return job;
    }

    protected Task<ImmutableArray<EnqueueResult>> EnqueueAllAsync(params NewJob[] jobs) => Store.EnqueueAsync(jobs, None);

    protected async Task<ImmutableArray<ReadyJob>> ReadyAsync(Lane lane) =>
        (await Store.ReadLaneAsync(lane, LaneCursor.Start, 1000, int.MaxValue, None)).Jobs;

    protected async Task<JobSnapshot> GetAsync(JobId id) => (await Store.GetAsync(id, None)).ShouldNotBeNull();

    protected async Task<JobState?> StateOfAsync(NewJob job) => (await Store.GetAsync(job.Id, None))?.State;

    protected async Task<Claim> ClaimAsync(NodeId node, int attempt, params NewJob[] jobs) =>
        (await Store.ClaimAsync(
            Epoch, [new ClaimRequest(node, Now, [.. jobs.Select(job => new ClaimedJob(job.Id, attempt))])], None))[0];

    protected Task<Claim> ClaimAsync(params NewJob[] jobs) => ClaimAsync(Any.NodeA, 1, jobs);

    /// <summary>Enqueues a job and claims it.</summary>
    protected async Task<(NewJob Job, Claim Claim)> RunAsync(NewJob? job = null)
    {
        var running = await EnqueueAsync(job ?? Any.Job());
        var claim = await ClaimAsync(running);
        claim.Jobs.Length.ShouldBe(1);
        return (running, claim);
    }

    protected async Task<OutcomeResult> FinishAsync(JobOutcome outcome) => (await Store.FinishAsync([outcome], None))[0];

    protected Task<OutcomeResult> SucceedAsync(Claim claim, NewJob job, int attempt = 1, params NewJob[] children) =>
        FinishAsync(Succeeded(claim, job, attempt, children));

    protected Task<OutcomeResult> FailAsync(Claim claim, NewJob job, int attempt = 1) =>
        FinishAsync(new JobOutcome.Failed(claim.Id, new ClaimedJob(job.Id, attempt), Now, Now, Any.Error(attempt)));

    protected Task<OutcomeResult> RetryAtAsync(Claim claim, NewJob job, DateTimeOffset at, int attempt = 1) =>
        FinishAsync(new JobOutcome.RetryAt(
            claim.Id, new ClaimedJob(job.Id, attempt), Now, Now, at, Any.Error(attempt)));

    protected Task<OutcomeResult> ReleaseAsync(Claim claim, NewJob job, int attempt = 1) =>
        FinishAsync(new JobOutcome.Released(claim.Id, new ClaimedJob(job.Id, attempt), Now, Now));

    protected static JobOutcome Succeeded(Claim claim, NewJob job, int attempt = 1, params NewJob[] children) =>
        new JobOutcome.Succeeded(
            claim.Id, new ClaimedJob(job.Id, attempt), Now, Now, ReadOnlyMemory<byte>.Empty, [.. children]);

    /// <summary>A job in each state.</summary>
    protected async Task<Dictionary<JobState, NewJob>> OneInEachStateAsync(Func<NewJob>? make = null)
    {
        make ??= () => Any.Job();
        var jobs = new Dictionary<JobState, NewJob>();
        foreach (var state in Names.States)
        {
            var job = state == JobState.Scheduled ? make() with { RunAt = Now.AddHours(1) } : make();
            jobs[state] = await EnqueueAsync(job);
        }
        await RetryAtAsync(await ClaimAsync(jobs[JobState.Retrying]), jobs[JobState.Retrying], Now.AddHours(2));
        await SucceedAsync(await ClaimAsync(jobs[JobState.Succeeded]), jobs[JobState.Succeeded]);
        await FailAsync(await ClaimAsync(jobs[JobState.Failed]), jobs[JobState.Failed]);
        await Store.CancelAsync(jobs[JobState.Cancelled].Id, Now, None);
        await ClaimAsync(jobs[JobState.Running]);
        return jobs;
    }
}
