using System.Collections.Immutable;

namespace ActorJobs.Schedules;

/// <summary>When which job is enqueued again and again: what people write. Exactly one of <see cref="Cron"/>,
/// <see cref="Every"/> and <see cref="RunAt"/> is set.</summary>
public sealed record Schedule
{
    /// <summary>Identity chosen by people; letters, digits and <c>. _ : / -</c>, at most 55 characters.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Cron expression of five fields, or six with seconds first, or a macro such as <c>@daily</c>; <c>H</c> stands for a
    /// value that follows from <see cref="Id"/>, so that many schedules spread.
    /// </summary>
    public string? Cron { get; init; }

    /// <summary>Interval, 100 ms to ten years, counted from <see cref="Anchor"/>.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>A single fire at this time.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>A time that interval fires are whole intervals from; null: 1970-01-01T00:00:00Z.</summary>
    public DateTimeOffset? Anchor { get; init; }

    /// <summary>IANA time zone in which <see cref="Cron"/> is read.</summary>
    /// <value><c>UTC</c>.</value>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>What each fire enqueues.</summary>
    public required ScheduledJob Job { get; init; }

    /// <summary>What happens when a fire is due while a job of an earlier one is live.</summary>
    /// <value>Skip.</value>
    public OverlapPolicy Overlap { get; init; } = OverlapPolicy.Skip;

    /// <summary>What happens to fires that were due while no scheduler ran.</summary>
    /// <value>Once.</value>
    public MisfirePolicy Misfire { get; init; } = MisfirePolicy.Once;

    /// <summary>How far back missed fires are looked for; older ones are dropped. 0 to 366 days.</summary>
    /// <value>One day.</value>
    public TimeSpan CatchUp { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Each fire's job is due later by up to this, drawn from schedule and fire time; 0 to one day.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>No fire before this time.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>No fire after this time.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>Fires after which the schedule has ended; at least 1. Skipped and manual ones do not count.</summary>
    public long? MaxFires { get; init; }

    /// <summary>For people; at most 1,000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Words to find the schedule by; at most 16 of at most 64 characters.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];
}
