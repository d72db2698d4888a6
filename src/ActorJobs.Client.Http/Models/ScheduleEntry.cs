using System.Text.Json;
using System.Text.Json.Serialization;
using ActorJobs.Schedules;

namespace ActorJobs.Client.Http;

/// <summary>A schedule and how it stands.</summary>
public sealed record ScheduleEntry
{
    /// <summary>Identity chosen by people.</summary>
    public required string Id { get; init; }

    /// <summary>Cron expression; null when it fires otherwise.</summary>
    public string? Cron { get; init; }

    /// <summary>Interval; null when it fires otherwise.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>A single fire; null when it fires otherwise.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>A time that interval fires are whole intervals from.</summary>
    public DateTimeOffset? Anchor { get; init; }

    /// <summary>IANA time zone of <see cref="Cron"/>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What each fire enqueues.</summary>
    public required ScheduleEntryJob Job { get; init; }

    /// <summary>What a fire does while a job of an earlier one is live.</summary>
    public OverlapPolicy Overlap { get; init; }

    /// <summary>What becomes of fires that were due while no scheduler ran.</summary>
    public MisfirePolicy Misfire { get; init; }

    /// <summary>How far back missed fires are looked for.</summary>
    public TimeSpan CatchUp { get; init; }

    /// <summary>Each job is due later by up to this.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>No fire before this time.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>No fire after this time.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>Fires after which it has ended.</summary>
    public long? MaxFires { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Who defined it: <c>api</c>, <c>code</c>, <c>file</c> or <c>system</c>.</summary>
    public string? Owner { get; init; }

    /// <summary>True while it makes no jobs.</summary>
    public bool Paused { get; init; }

    /// <summary>Since when it is paused.</summary>
    public DateTimeOffset? PausedSince { get; init; }

    /// <summary>Why it is paused.</summary>
    public string? PauseNote { get; init; }

    /// <summary>Scheduled fires that made a job.</summary>
    public long Fires { get; init; }

    /// <summary>When it was first defined.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its definition last changed.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The next ten times; none once it has ended.</summary>
    public IReadOnlyList<DateTimeOffset> NextFires { get; init; } = [];

    /// <summary>The newest fires, at most 20, newest first.</summary>
    public IReadOnlyList<ScheduleEntryFire> LastFires { get; init; } = [];

    /// <summary>What is allowed but perhaps not meant.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What a newer gateway says besides.</summary>
    [JsonExtensionData]
#pragma warning disable CA2227 // the reader fills it; what is required binds to the constructor, this must not
    public IDictionary<string, JsonElement>? Other { get; set; }
#pragma warning restore CA2227
}

/// <summary>The job that each fire of a schedule enqueues.</summary>
/// <param name="Type">Names the handler.</param>
/// <param name="Payload">Arguments; an envelope when they are encrypted.</param>
/// <param name="Priority">Urgency.</param>
/// <param name="MaxRetries">Attempts after the first; null for the scheduler's default.</param>
/// <param name="Timeout">Longest time of one attempt; null for the scheduler's default.</param>
/// <param name="ConcurrencyKey">At most one job with the same key runs at a time.</param>
/// <param name="Tags">Words to find the jobs by.</param>
public sealed record ScheduleEntryJob(
    string Type, JsonElement Payload, Priority? Priority, int? MaxRetries, TimeSpan? Timeout, string? ConcurrencyKey,
    IReadOnlyList<string>? Tags);

/// <summary>A fire of a schedule.</summary>
/// <param name="DueAt">The schedule's time; of a trigger, when it was asked for.</param>
/// <param name="FiredAt">When the scheduler acted.</param>
/// <param name="Cause">What it came from: <c>schedule</c>, <c>catchUp</c>, <c>trigger</c> or <c>backfill</c>.</param>
/// <param name="Result">What it did: <c>enqueued</c>, <c>overlapped</c>, <c>queued</c> or <c>missed</c>.</param>
/// <param name="Job">The job it made; null for none.</param>
public sealed record ScheduleEntryFire(
    DateTimeOffset DueAt, DateTimeOffset FiredAt, string Cause, string Result, JobId? Job);

/// <summary>A page of schedules.</summary>
/// <param name="Schedules">In order of id.</param>
/// <param name="NextCursor">Where to read on; null at the end.</param>
public sealed record ScheduleList(IReadOnlyList<ScheduleEntry> Schedules, string? NextCursor);
