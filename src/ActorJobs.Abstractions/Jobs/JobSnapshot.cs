using System.Collections.Immutable;

namespace ActorJobs;

/// <summary>All that is known of a job at one moment, live or kept in history.</summary>
public sealed record JobSnapshot
{
    /// <summary>Identity.</summary>
    public required JobId Id { get; init; }

    /// <summary>Names the handler.</summary>
    public required string Type { get; init; }

    /// <summary>Urgency.</summary>
    public required Priority Priority { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>Number of the running or last attempt; 0 before the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>Attempts after the first; a retry by hand gives the same number anew.</summary>
    public required int MaxRetries { get; init; }

    /// <summary>Longest time of one attempt.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>When it was enqueued.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was or will be due; <see cref="JobLimits.Never"/> while it waits for others.</summary>
    public required DateTimeOffset RunAt { get; init; }

    /// <summary>When the running or last attempt was handed to a node.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it reached a final state.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Address (<c>host:port</c>) of the node that runs or ran it last.</summary>
    public string? Node { get; init; }

    /// <summary>Arguments as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>What the handler set as result, UTF-8 JSON; empty when it set none.</summary>
    public ReadOnlyMemory<byte> Result { get; init; }

    /// <summary>Last reported progress.</summary>
    public JobProgress? Progress { get; init; }

    /// <summary>Errors of the attempts, oldest first; at most 20 are kept.</summary>
    public ImmutableArray<JobError> Errors { get; init; } = [];

    /// <summary>Log lines of the attempts, oldest first; filled by a read of one job, empty in lists.</summary>
    public ImmutableArray<JobLogLine> Log { get; init; } = [];

    /// <summary>Unique key, if any.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>Concurrency key, if any.</summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>Words to find it by.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The job whose handler enqueued it.</summary>
    public JobId? Parent { get; init; }

    /// <summary>
    /// Where its enqueue stood in a trace, as a W3C <c>traceparent</c> of 55 characters, also once it has ended or is retried
    /// by hand; null when that was not recorded.
    /// </summary>
    public string? Trace { get; init; }

    /// <summary>
    /// Jobs that it still waits for: those that have not ended, or failed and hold it; filled by a read of one job, empty in
    /// lists.
    /// </summary>
    public ImmutableArray<JobId> After { get; init; } = [];

    /// <summary>True while it waits for other jobs.</summary>
    public bool WaitsForOthers => State == JobState.Scheduled && RunAt == JobLimits.Never;

    /// <summary>True once a cancel was asked for while it ran.</summary>
    public bool CancelRequested { get; init; }
}
