namespace ActorJobs.Stores;

/// <summary>Which jobs are meant: those that match every member; null members match all.</summary>
/// <param name="State">In this state.</param>
/// <param name="Type">Of this type.</param>
/// <param name="Priority">Of this priority.</param>
/// <param name="Tag">With this tag.</param>
public sealed record JobFilter(
    JobState? State = null, string? Type = null, Priority? Priority = null, string? Tag = null)
{
    /// <summary>With this unique or concurrency key.</summary>
    public string? Key { get; init; }

    /// <summary>Enqueued by the handler of this job.</summary>
    public JobId? Parent { get; init; }

    /// <summary>Failed, and the message of the last error contains this, whatever the case.</summary>
    public string? Error { get; init; }

    /// <summary>Whose id was made at this time or later, by the time in the id; not of ids that callers chose freely.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Whose id was made before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>True when every job is meant.</summary>
    public bool IsEmpty => this == new JobFilter();

    /// <summary>The first id that a job of <see cref="From"/> can have.</summary>
    public JobId? FirstId => From is { } time ? JobId.FirstOf(time) : null;

    /// <summary>The first id that is too late for <see cref="Until"/>.</summary>
    public JobId? EndId => Until is { } time ? JobId.FirstOf(time) : null;

    /// <summary>Where a list that reads down from <paramref name="before"/> begins.</summary>
    public JobId? Start(JobId? before) =>
        EndId is { } end && (before is not { } id || id.CompareTo(end) > 0) ? end : before;

    /// <summary>True when the job is meant.</summary>
    public bool Matches(JobSnapshot job) =>
        (State is null || State == job.State)
        && (Type is null || Type == job.Type)
        && (Priority is null || Priority == job.Priority)
        && (Tag is null || job.Tags.Contains(Tag))
        && (Key is null || Key == job.UniqueKey || Key == job.ConcurrencyKey)
        && (Parent is null || Parent == job.Parent)
        && (FirstId is not { } first || job.Id.CompareTo(first) >= 0)
        && (EndId is not { } end || job.Id.CompareTo(end) < 0)
        && (Error is null || (job.State == JobState.Failed && !job.Errors.IsEmpty
            && job.Errors[^1].Message.Contains(Error, StringComparison.OrdinalIgnoreCase)));
}
