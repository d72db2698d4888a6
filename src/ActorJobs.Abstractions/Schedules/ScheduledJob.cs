using System.Collections.Immutable;

namespace ActorJobs.Schedules;

/// <summary>The job that each fire of a schedule enqueues.</summary>
public sealed record ScheduledJob
{
    /// <summary>Names the handler.</summary>
    public required string Type { get; init; }

    /// <summary>Arguments as UTF-8 JSON (or an encrypted envelope).</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Urgency.</summary>
    /// <value>Normal.</value>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>Attempts after the first, 0 to 100; null: the setting MAX_RETRIES of the scheduler.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>Longest time of one attempt, 100 ms to 7 days; null: the setting JOB_TIMEOUT of the scheduler.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>At most one job with the same key runs at a time in the cluster.</summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>Words to find the jobs by, beside <c>schedule:ID</c>, which every job of a schedule has; at most 15.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];
}
