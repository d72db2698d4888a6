namespace ActorJobs.Client;

/// <summary>How a job is to run; every member may be left out.</summary>
public sealed record EnqueueOptions
{
    /// <summary>Urgency.</summary>
    /// <value>Null: what the job type says (<see cref="Handlers.JobTypeOptions"/>), or normal.</value>
    public Priority? Priority { get; init; }

    /// <summary>Not before this time. Not together with <see cref="Delay"/>; a past time means at once.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>Not before this long from now; 0 to ten years.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Attempts after the first, 0 to 100.</summary>
    /// <value>Null: what the job type says, or the setting MAX_RETRIES of the process that enqueues.</value>
    public int? MaxRetries { get; init; }

    /// <summary>Longest time of one attempt, 100 ms to 7 days.</summary>
    /// <value>Null: what the job type says, or the setting JOB_TIMEOUT of the process that enqueues.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// While a job of the same type and key is live, another is answered as its duplicate and not added.
    /// </summary>
    public string? UniqueKey { get; init; }

    /// <summary>Holds <see cref="UniqueKey"/> for at least so long, even when the job has ended; needs a key.</summary>
    public TimeSpan? UniqueFor { get; init; }

    /// <summary>What happens when another live job holds <see cref="UniqueKey"/>; needs a key.</summary>
    /// <value>Null: what the job type says, or that the other stays.</value>
    public UniquePolicy? OnDuplicate { get; init; }

    /// <summary>At most one job with the same key runs at a time in the cluster.</summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>Words to find the job by; at most 16 of at most 64 characters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>
    /// Identity chosen by the caller, so that repeating an unsure enqueue cannot double it; null for a new one.
    /// </summary>
    public JobId? Id { get; init; }

    /// <summary>
    /// Jobs that must end first; until then it is scheduled. They may be of the same call, before it, or known to the store.
    /// One that is not known, or no longer kept, counts as cancelled. At most 1000; not together with <see cref="RunAt"/> or
    /// <see cref="Delay"/>.
    /// </summary>
    public IReadOnlyList<JobId> After { get; init; } = [];

    /// <summary>What becomes of it when a job that it waits for fails.</summary>
    public FailurePolicy OnFailure { get; init; }
}
