using System.Collections.Immutable;
using ActorJobs.Schedules;
using ActorJobs.Scheduling.Times;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>A schedule and how it stands.</summary>
internal sealed record ScheduleEntry
{
    /// <summary>Fires kept for people.</summary>
    public const int MaxLastFires = 20;

    /// <summary>Jobs that are asked about before an overlapping fire; the newest.</summary>
    public const int MaxLive = 20;

    private const int ShownNextFires = 10;

    private readonly Schedule _schedule = null!;

    public required Schedule Schedule
    {
        get => _schedule;
        init
        {
            _schedule = value;
            Times = FireTimes.Of(value);
        }
    }

    public required ScheduleOwner Owner { get; init; }

    /// <summary>Of code the program; else empty.</summary>
    public required string Source { get; init; }

    public SchedulePause? Pause { get; init; }

    /// <summary>Scheduled fires that made a job.</summary>
    public long Fires { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Up to here all times are dealt with.</summary>
    public required DateTimeOffset Mark { get; init; }

    /// <summary>Newest first.</summary>
    public ImmutableArray<ScheduleFire> LastFires { get; init; } = [];

    /// <summary>Jobs it made that may still be live; the newest last.</summary>
    public ImmutableArray<JobId> Live { get; init; } = [];

    /// <summary>The fire that waits until none of them is.</summary>
    public ScheduleFire? Queued { get; init; }

    /// <summary>Follows from the definition.</summary>
    public FireTimes Times { get; private init; } = null!;

    /// <summary>When it must be looked at for its own times; null: never, as things stand.</summary>
    public DateTimeOffset? NextDue => Pause is null && Left > 0 ? Times.NextAfter(Mark) : null;

    /// <summary>Scheduled fires that may still come.</summary>
    public long Left => Schedule.MaxFires is { } most ? most - Fires - (IsScheduled(Queued?.Cause) ? 1 : 0) : long.MaxValue;

    /// <summary>Whether a fire counts towards <see cref="Schedule.MaxFires"/>.</summary>
    public static bool IsScheduled(FireCause? cause) => cause is FireCause.Schedule or FireCause.CatchUp;

    /// <summary>As people see it; warnings are added by whoever knows the cluster.</summary>
    public ScheduleStatus ToStatus(DateTimeOffset now)
    {
        var shown = Left <= 0 ? 0 : (int)Math.Min(ShownNextFires, Left);
        return new ScheduleStatus(
            Schedule, Owner, Source, Pause, Fires, CreatedAt, ChangedAt,
            [.. Times.After(Pause is null || Mark > now ? Mark : now).Take(shown)], LastFires, []);
    }

    /// <summary>Adds a fire to what people see.</summary>
    public ImmutableArray<ScheduleFire> With(ScheduleFire fire) =>
        LastFires.Length < MaxLastFires ? LastFires.Insert(0, fire) : [fire, .. LastFires.AsSpan(0, MaxLastFires - 1)];
}
