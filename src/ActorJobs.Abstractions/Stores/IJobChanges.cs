using System.Collections.Immutable;

namespace ActorJobs.Stores;

/// <summary>Changes that people ask for. Each names what it found, so a caller can tell the user.</summary>
public interface IJobChanges
{
    /// <summary>
    /// Cancels a job that waits; for a running one leaves a durable mark, which outcome and recovery respect, and
    /// answers with the claim so that the caller can tell the node.
    /// </summary>
    Task<ChangeResult> CancelAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a failed or cancelled job ready again with its full number of retries, or a waiting one
    /// (scheduled, retrying) due at once.
    /// </summary>
    Task<ChangeResult> RetryAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes a job and all that is known of it, unless it runs.</summary>
    Task<ChangeResult> DeleteAsync(JobId id, CancellationToken cancellationToken);

    /// <summary>
    /// Applies one change to jobs that match and to which it applies, at most <paramref name="maxCount"/> of them,
    /// oldest first. Call again while <see cref="BulkResult.More"/>.
    /// </summary>
    Task<BulkResult> ChangeManyAsync(
        BulkChange change, JobFilter filter, DateTimeOffset now, int maxCount, CancellationToken cancellationToken);

    /// <summary>Adds a pause; adding it again does nothing.</summary>
    Task PauseAsync(Pause pause, CancellationToken cancellationToken);

    /// <summary>Removes exactly that pause; false when there was none.</summary>
    Task<bool> ResumeAsync(Pause pause, CancellationToken cancellationToken);

    /// <summary>
    /// Removes what its retention no longer keeps, about <paramref name="maxCount"/> jobs at a time. A store that keeps
    /// history in sections removes a section as a whole, once all of it is over: then succeeded and cancelled jobs may
    /// stay up to a tenth longer than asked for, provided that this is called regularly (housekeeping does so every
    /// minute), and more jobs may go at once.
    /// </summary>
    /// <returns>How many were removed; call again while it is at least <paramref name="maxCount"/>.</returns>
    Task<int> PurgeAsync(Retention retention, DateTimeOffset now, int maxCount, CancellationToken cancellationToken);
}

/// <summary>Kinds of change to many jobs.</summary>
public enum BulkChange
{
    /// <summary>As <see cref="IJobChanges.CancelAsync"/>.</summary>
    Cancel,

    /// <summary>As <see cref="IJobChanges.RetryAsync"/>.</summary>
    Retry,

    /// <summary>As <see cref="IJobChanges.DeleteAsync"/>.</summary>
    Delete,
}

/// <summary>What a change found and did.</summary>
public enum ChangeKind
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>The job runs; the mark is set and its node must be told.</summary>
    Requested,

    /// <summary>No such job.</summary>
    Unknown,

    /// <summary>The change does not apply to the job's state.</summary>
    NotApplicable,

    /// <summary>The job's unique key is held by another live job.</summary>
    KeyHeld,
}

/// <summary>What a change found and did.</summary>
/// <param name="Kind">The result.</param>
/// <param name="State">State of the job after the change; null when unknown.</param>
/// <param name="Running">Where it runs, when <see cref="ChangeKind.Requested"/>.</param>
/// <param name="Lane">The lane that has a ready job now, after a retry.</param>
public readonly record struct ChangeResult(
    ChangeKind Kind, JobState? State = null, RunningJob? Running = null, Lane? Lane = null);

/// <summary>What a change to many jobs did.</summary>
/// <param name="Affected">Jobs changed or marked.</param>
/// <param name="Running">Those marked that run; their nodes must be told.</param>
/// <param name="Lanes">Lanes that have ready jobs now.</param>
/// <param name="More">True when more jobs match.</param>
public sealed record BulkResult(
    int Affected, ImmutableArray<RunningJob> Running, ImmutableArray<Lane> Lanes, bool More);

/// <summary>A job that runs.</summary>
/// <param name="Id">The job.</param>
/// <param name="Node">Where.</param>
/// <param name="Priority">Which worker region it runs in.</param>
public readonly record struct RunningJob(JobId Id, NodeId Node, Priority Priority);

/// <summary>Jobs that match are not handed out; null members match all, so an empty pause stops everything.</summary>
/// <param name="Priority">Of this priority.</param>
/// <param name="Type">Of this type.</param>
public sealed record Pause(Priority? Priority, string? Type)
{
    /// <summary>True when jobs of the lane are not to be handed out.</summary>
    public bool Holds(Lane lane) =>
        (Priority is null || Priority == lane.Priority) && (Type is null || Type == lane.Type);
}

/// <summary>How long ended jobs are kept.</summary>
/// <param name="Succeeded">Succeeded and cancelled jobs, from their end. Default 24 h.</param>
/// <param name="FailedCount">The newest failed jobs. Default 5000.</param>
public sealed record Retention(TimeSpan Succeeded, int FailedCount)
{
    /// <summary>24 hours and 5000 failed jobs.</summary>
    public static Retention Default { get; } = new(TimeSpan.FromHours(24), 5000);
}
