using System.Collections.Immutable;
using ActorJobs.Schedules;
using static ActorJobs.Runtime.Scheduler.SchedulerEvents;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>Everything the scheduler knows: what its events add up to. Immutable.</summary>
internal sealed record SchedulerState
{
    public static SchedulerState Empty { get; } = new();

    /// <summary>The schedules by id.</summary>
    public ImmutableDictionary<string, ScheduleEntry> Entries { get; private init; } =
        ImmutableDictionary.Create<string, ScheduleEntry>(StringComparer.Ordinal);

    /// <summary>Their ids in order.</summary>
    public ImmutableSortedSet<string> Ids { get; private init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Ids of those with a fire that waits for an earlier job.</summary>
    public ImmutableHashSet<string> Queued { get; private init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Fires that are planned and not known to be done, each with the definition it was planned by.</summary>
    public ImmutableArray<PendingFire> Pending { get; private init; } = [];

    /// <summary>Jobs that are to be cancelled before those are done.</summary>
    public ImmutableArray<JobId> Cancels { get; private init; } = [];

    /// <summary>Where the scheduler that took over last runs or ran.</summary>
    public NodeId? Term { get; private init; }

    /// <summary>Rebuilds the state from a snapshot.</summary>
    public static SchedulerState Of(Snapshot snapshot) => Empty with
    {
        Entries = snapshot.Entries.ToImmutableDictionary(entry => entry.Schedule.Id, StringComparer.Ordinal),
        Ids = snapshot.Entries.Select(entry => entry.Schedule.Id).ToImmutableSortedSet(StringComparer.Ordinal),
        Queued = snapshot.Entries.Where(entry => entry.Queued is not null).Select(entry => entry.Schedule.Id)
            .ToImmutableHashSet(StringComparer.Ordinal),
    };

    /// <summary>What a snapshot holds. Only while nothing is pending.</summary>
    public Snapshot ToSnapshot() => new([.. Ids.Select(id => Entries[id])]);

    /// <summary>The state after an event.</summary>
    public SchedulerState Apply(IEvent happened) => happened switch
    {
        TermOpened opened => this with { Term = opened.Node },
        SchedulesChanged changed => Apply(changed),
        PauseChanged changed => Apply(changed),
        FiresPlanned planned => Apply(planned),
        FiresSettled settled => Apply(settled),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "No such event."),
    };

    private SchedulerState Apply(SchedulesChanged changed)
    {
        var (entries, ids, queued) = (Entries.ToBuilder(), Ids.ToBuilder(), Queued.ToBuilder());
        foreach (var id in changed.Removed)
        {
            entries.Remove(id);
            ids.Remove(id);
            queued.Remove(id);
        }
        foreach (var defined in changed.Defined)
        {
            var id = defined.Schedule.Id;
            entries[id] = entries.TryGetValue(id, out var known) ? Redefine(known, defined, changed.At) : Define(defined, changed.At);
            ids.Add(id);
        }
        return this with { Entries = entries.ToImmutable(), Ids = ids.ToImmutable(), Queued = queued.ToImmutable() };
    }

    private static ScheduleEntry Define(Definition defined, DateTimeOffset at) => new()
    {
        Schedule = defined.Schedule,
        Owner = defined.Owner,
        Source = defined.Source,
        CreatedAt = at,
        ChangedAt = at,
        Mark = FirstMark(defined.Schedule, at),
    };

    /// <summary>Times that are left as they are keep their mark, so that one that has come is not dropped.</summary>
    private static ScheduleEntry Redefine(ScheduleEntry known, Definition defined, DateTimeOffset at)
    {
        var first = FirstMark(defined.Schedule, at);
        return known with
        {
            Schedule = defined.Schedule,
            Owner = defined.Owner,
            Source = defined.Source,
            ChangedAt = at,
            Mark = SameTimes(known.Schedule, defined.Schedule) || known.Mark > first ? known.Mark : first,
        };
    }

    /// <summary>A new schedule fires for no time before it was defined, but for a single one, which the misfire policy decides
    /// over.</summary>
    private static DateTimeOffset FirstMark(Schedule schedule, DateTimeOffset at) =>
        schedule.RunAt is { } once && once <= at ? once.AddTicks(-1) : at;

    private static bool SameTimes(Schedule one, Schedule other) =>
        (one.Cron, one.Every, one.RunAt, one.Anchor, one.TimeZone, one.StartAt)
        == (other.Cron, other.Every, other.RunAt, other.Anchor, other.TimeZone, other.StartAt);

    /// <summary>Times that passed during a pause are dropped.</summary>
    private SchedulerState Apply(PauseChanged changed) => !Entries.TryGetValue(changed.Id, out var entry)
        ? this
        : With(entry with
        {
            Pause = changed.Pause,
            Mark = changed.Pause is null && changed.At > entry.Mark ? changed.At : entry.Mark,
        });

    private SchedulerState With(ScheduleEntry entry) => this with { Entries = Entries.SetItem(entry.Schedule.Id, entry) };

    private SchedulerState Apply(FiresPlanned planned)
    {
        var (entries, queued, pending) = (Entries.ToBuilder(), Queued.ToBuilder(), Pending.ToBuilder());
        foreach (var schedule in planned.Schedules)
        {
            if (!entries.TryGetValue(schedule.Id, out var entry))
            {
                continue;
            }
            entry = entry with { Mark = schedule.Mark > entry.Mark ? schedule.Mark : entry.Mark };
            foreach (var fire in schedule.Fires)
            {
                entry = Apply(entry, fire, planned.At);
                if (fire is { Result: FireResult.Enqueued, Job: not null })
                {
                    pending.Add(new PendingFire(entry.Schedule, entry.LastFires[0]));
                }
            }
            entries[schedule.Id] = entry;
            _ = entry.Queued is null ? queued.Remove(schedule.Id) : queued.Add(schedule.Id);
        }
        return this with
        {
            Entries = entries.ToImmutable(),
            Queued = queued.ToImmutable(),
            Pending = pending.ToImmutable(),
            Cancels = Cancels.AddRange(planned.Cancels),
        };
    }

    private static ScheduleEntry Apply(ScheduleEntry entry, PlannedFire planned, DateTimeOffset at)
    {
        var fire = new ScheduleFire(planned.DueAt, at, planned.Cause, planned.Result, planned.Job);
        var fires = planned.WasQueued && entry.Queued is { } waited ? Without(entry, waited) : entry;
        fires = fires with { LastFires = fires.With(fire) };
        return planned.Result switch
        {
            FireResult.Queued => fires with { Queued = fire },
            FireResult.Enqueued when planned.Job is { } job => fires with
            {
                Fires = entry.Fires + (ScheduleEntry.IsScheduled(planned.Cause) ? 1 : 0),
                Live = AddLive(entry, planned.Cause, job),
                Queued = planned.WasQueued ? null : fires.Queued,
            },
            FireResult.Performed => fires with { Fires = entry.Fires + (ScheduleEntry.IsScheduled(planned.Cause) ? 1 : 0) },
            _ => fires,
        };
    }

    private static ScheduleEntry Without(ScheduleEntry entry, ScheduleFire waited) =>
        entry with { LastFires = entry.LastFires.Remove(waited) };

    /// <summary>Unless jobs may overlap, a fire makes a job only when those before have ended or are cancelled.</summary>
    private static ImmutableArray<JobId> AddLive(ScheduleEntry entry, FireCause cause, JobId job)
    {
        if (entry.Schedule.Overlap != OverlapPolicy.Allow && cause != FireCause.Backfill)
        {
            return [job];
        }
        return entry.Live.Length < ScheduleEntry.MaxLive
            ? entry.Live.Add(job)
            : [.. entry.Live.AsSpan()[^(ScheduleEntry.MaxLive - 1)..], job];
    }

    private SchedulerState Apply(FiresSettled settled)
    {
        var entries = Entries;
        foreach (var correction in settled.Corrections)
        {
            if (entries.TryGetValue(correction.Schedule, out var entry))
            {
                entries = entries.SetItem(correction.Schedule, Correct(entry, correction));
            }
        }
        return this with { Entries = entries, Pending = [], Cancels = [] };
    }

    private static ScheduleEntry Correct(ScheduleEntry entry, Correction correction)
    {
        var fire = entry.LastFires.FirstOrDefault(fire => fire.Job == correction.Planned);
        var live = entry.Live.Remove(correction.Planned);
        var counted = correction.Result != FireResult.Enqueued && ScheduleEntry.IsScheduled(fire?.Cause);
        return entry with
        {
            LastFires = fire is null
                ? entry.LastFires
                : entry.LastFires.Replace(fire, fire with { Result = correction.Result, Job = correction.Job }),
            Live = correction.Job is { } job ? live.Add(job) : live,
            Fires = counted ? entry.Fires - 1 : entry.Fires,
        };
    }
}

/// <summary>A planned fire and the definition it was planned by.</summary>
/// <param name="Schedule">The definition.</param>
/// <param name="Fire">The fire; it has a job.</param>
internal sealed record PendingFire(Schedule Schedule, ScheduleFire Fire);
