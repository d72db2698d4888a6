using System.Collections.Immutable;

namespace ActorJobs;

/// <summary>A job as it enters a store: validated, with every default filled in.</summary>
public sealed record NewJob
{
    /// <summary>Identity. Enqueuing the same id again does nothing, so an unsure caller may repeat itself.</summary>
    public required JobId Id { get; init; }

    /// <summary>
    /// Its id was made for it and the store was never asked to take it in before, so a store need not look whether it knows it.
    /// Whoever asks a second time says false.
    /// </summary>
    public bool HasNewId { get; init; }

    /// <summary>Names the handler; letters, digits and <c>. _ : / -</c>, at most 128 characters.</summary>
    public required string Type { get; init; }

    /// <summary>Urgency.</summary>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>Arguments as UTF-8 JSON (or an encrypted envelope, which is JSON as well). Never empty.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>When it was enqueued.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not before this time; null means at once.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>Attempts after the first; 0 to 100.</summary>
    public required int MaxRetries { get; init; }

    /// <summary>Longest time of one attempt; 100 ms to 7 days.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>
    /// While a job of the same type and key is live (and for <see cref="UniqueFor"/>), another is a duplicate.
    /// </summary>
    public string? UniqueKey { get; init; }

    /// <summary>Holds the unique key for at least so long from enqueue, even after the job has ended.</summary>
    public TimeSpan? UniqueFor { get; init; }

    /// <summary>What happens when another live job holds the unique key.</summary>
    public UniquePolicy OnDuplicate { get; init; }

    /// <summary>At most one job of the same key runs at a time in the whole cluster.</summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>Words to find the job by; at most 16.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The job whose handler enqueued this one.</summary>
    public JobId? Parent { get; init; }

    /// <summary>
    /// Where its enqueue stands in a trace, as a W3C <c>traceparent</c> of 55 characters; null when that was not
    /// recorded. It stays with the job past its end, so one retried by hand has it again.
    /// </summary>
    public string? Trace { get; init; }

    /// <summary>Jobs that must end first; then <see cref="RunAt"/> is <see cref="JobLimits.Never"/>.</summary>
    public ImmutableArray<JobId> After { get; init; } = [];

    /// <summary>What becomes of it when one of those fails.</summary>
    public FailurePolicy OnFailure { get; init; }

    /// <summary>The lane it will wait in.</summary>
    public Lane Lane => new(Priority, Type);
}
