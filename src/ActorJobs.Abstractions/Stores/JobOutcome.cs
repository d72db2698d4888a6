using System.Collections.Immutable;

namespace ActorJobs.Stores;

/// <summary>What became of one attempt, naming the claim under which it ran.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Job">Job and attempt.</param>
/// <param name="StartedAt">When the handler started.</param>
/// <param name="FinishedAt">When the attempt ended.</param>
public abstract record JobOutcome(
    ClaimId Claim, ClaimedJob Job, DateTimeOffset StartedAt, DateTimeOffset FinishedAt)
{
    /// <summary>Completed: the job is succeeded, its children are enqueued with it.</summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Job">Job and attempt.</param>
    /// <param name="StartedAt">When the handler started.</param>
    /// <param name="FinishedAt">When the attempt ended.</param>
    /// <param name="Result">UTF-8 JSON; empty for none.</param>
    /// <param name="Children">Jobs the handler enqueued.</param>
    public sealed record Succeeded(
        ClaimId Claim, ClaimedJob Job, DateTimeOffset StartedAt, DateTimeOffset FinishedAt,
        ReadOnlyMemory<byte> Result, ImmutableArray<NewJob> Children) : JobOutcome(Claim, Job, StartedAt, FinishedAt);

    /// <summary>
    /// Failed with attempts left: retrying until <paramref name="At"/>, or ready at once when that is not after its
    /// end.
    /// </summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Job">Job and attempt.</param>
    /// <param name="StartedAt">When the handler started.</param>
    /// <param name="FinishedAt">When the attempt ended.</param>
    /// <param name="At">When the next attempt is due.</param>
    /// <param name="Error">Why.</param>
    public sealed record RetryAt(
        ClaimId Claim, ClaimedJob Job, DateTimeOffset StartedAt, DateTimeOffset FinishedAt,
        DateTimeOffset At, JobError Error) : JobOutcome(Claim, Job, StartedAt, FinishedAt);

    /// <summary>Failed for good.</summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Job">Job and attempt.</param>
    /// <param name="StartedAt">When the handler started.</param>
    /// <param name="FinishedAt">When the attempt ended.</param>
    /// <param name="Error">Why.</param>
    public sealed record Failed(
        ClaimId Claim, ClaimedJob Job, DateTimeOffset StartedAt, DateTimeOffset FinishedAt,
        JobError Error) : JobOutcome(Claim, Job, StartedAt, FinishedAt);

    /// <summary>Stopped by request.</summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Job">Job and attempt.</param>
    /// <param name="StartedAt">When the handler started.</param>
    /// <param name="FinishedAt">When the attempt ended.</param>
    public sealed record Cancelled(
        ClaimId Claim, ClaimedJob Job, DateTimeOffset StartedAt, DateTimeOffset FinishedAt)
        : JobOutcome(Claim, Job, StartedAt, FinishedAt);

    /// <summary>
    /// Given back, for example by a node that stops: ready again in its old place, its attempt not used up.
    /// If its cancel was asked for meanwhile it is cancelled.
    /// </summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Job">Job and attempt.</param>
    /// <param name="StartedAt">When the handler started, or the claim if it had not.</param>
    /// <param name="FinishedAt">When it was given back.</param>
    public sealed record Released(
        ClaimId Claim, ClaimedJob Job, DateTimeOffset StartedAt, DateTimeOffset FinishedAt)
        : JobOutcome(Claim, Job, StartedAt, FinishedAt);

    /// <summary>
    /// The handler says that it completed the job in a transaction of its own. Recorded when the job has succeeded with
    /// this attempt; stale when it has not, for the transaction was not committed: then the claim still stands and
    /// another outcome must follow.
    /// </summary>
    /// <param name="Claim">The claim.</param>
    /// <param name="Job">Job and attempt.</param>
    /// <param name="StartedAt">When the handler started.</param>
    /// <param name="FinishedAt">When the attempt ended.</param>
    public sealed record Confirmed(
        ClaimId Claim, ClaimedJob Job, DateTimeOffset StartedAt, DateTimeOffset FinishedAt)
        : JobOutcome(Claim, Job, StartedAt, FinishedAt);
}

/// <summary>Progress and log lines of a running job since the last report.</summary>
/// <param name="Id">The job.</param>
/// <param name="Progress">Newest progress; null when it did not change.</param>
/// <param name="Lines">New log lines, oldest first.</param>
public sealed record JobReport(JobId Id, JobProgress? Progress, ImmutableArray<JobLogLine> Lines);
