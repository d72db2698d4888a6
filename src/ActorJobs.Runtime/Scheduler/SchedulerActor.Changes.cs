using System.Collections.Immutable;
using ActorJobs.Runtime.Wire;
using ActorJobs.Schedules;
using ActorJobs.Scheduling;
using ActorJobs.Stores;
using Akka.Actor;
using static ActorJobs.Runtime.Scheduler.SchedulerEvents;
using static ActorJobs.Runtime.Scheduler.SchedulerProtocol;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>What people and programs ask of schedules; each is answered once it is durable.</summary>
internal sealed partial class SchedulerActor
{
    private const int MaxPageBytes = 4 * 1024 * 1024;
    private const int PageOfJobs = 500;

    /// <summary>Jobs of a schedule that are looked at, the newest, to find times that have one already.</summary>
    private const int MaxJobsSearched = 10_000;

    private DateTimeOffset _lastTrigger;

    private void OnPut(PutSchedule put)
    {
        var (schedule, asker) = (put.Schedule, Sender);
        var known = _state.Entries.GetValueOrDefault(schedule.Id);
        if (known is { Owner: ScheduleOwner.Code or ScheduleOwner.File })
        {
            asker.Tell(new ScheduleOwned(schedule.Id, known.Owner, known.Source));
            return;
        }
        var faults = FaultsOf(schedule, known?.Owner ?? ScheduleOwner.Api);
        if (known is null && _state.Ids.Count >= _settings.MaxSchedules)
        {
            faults = faults.Add($"There are {_settings.MaxSchedules} schedules already; remove some first.");
        }
        if (!faults.IsEmpty)
        {
            asker.Tell(new ScheduleRefused(faults));
        }
        else if (known is not null && SchedulerForms.AreEqual(known.Schedule, schedule))
        {
            asker.Tell(new ScheduleStored(false, known.ToStatus(_time.GetUtcNow())));
        }
        else
        {
            var definition = new Definition(schedule, known?.Owner ?? ScheduleOwner.Api, "");
            Persist(new SchedulesChanged(_time.GetUtcNow(), [definition], []), changed =>
            {
                OnDefined(changed);
                asker.Tell(new ScheduleStored(known is null, _state.Entries[schedule.Id].ToStatus(_time.GetUtcNow())));
            });
        }
    }

    private void OnReplace(ReplaceSchedules replace)
    {
        var asker = Sender;
        var faults = FaultsOf(replace);
        if (!faults.IsEmpty)
        {
            asker.Tell(new ScheduleRefused(faults));
            return;
        }
        var wanted = replace.Schedules.Select(schedule => schedule.Id).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<string> removed = [.. _state.Ids.Where(id => !wanted.Contains(id)
            && _state.Entries[id] is var entry && entry.Owner == replace.Owner && entry.Source == replace.Source)];
        ImmutableArray<Definition> defined = [.. replace.Schedules
            .Where(schedule => !(_state.Entries.TryGetValue(schedule.Id, out var known)
                && SchedulerForms.AreEqual(known.Schedule, schedule)))
            .Select(schedule => new Definition(schedule, replace.Owner, replace.Source))];
        if (removed.IsEmpty && defined.IsEmpty)
        {
            asker.Tell(ScheduleChanged.Instance);
            return;
        }
        Persist(new SchedulesChanged(_time.GetUtcNow(), defined, removed), changed =>
        {
            LogReplaced(replace.Owner.ToString(), replace.Source, defined.Length, removed.Length);
            OnDefined(changed);
            asker.Tell(ScheduleChanged.Instance);
        });
    }

    private ImmutableArray<string> FaultsOf(ReplaceSchedules replace)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var schedule in replace.Schedules)
        {
            faults.AddRange(FaultsOf(schedule, replace.Owner).Select(fault => $"Schedule '{schedule.Id}': {fault}"));
            if (!seen.Add(schedule.Id))
            {
                faults.Add($"Schedule '{schedule.Id}' is defined twice.");
            }
            if (_state.Entries.TryGetValue(schedule.Id, out var known)
                && (known.Owner != replace.Owner || known.Source != replace.Source))
            {
                faults.Add($"Schedule '{schedule.Id}' is defined elsewhere already ({Describe(known)}); " +
                    "choose another id, or remove it there.");
            }
        }
        if (_state.Ids.Count + replace.Schedules.Length > _settings.MaxSchedules)
        {
            faults.Add($"There would be more than {_settings.MaxSchedules} schedules.");
        }
        return faults.ToImmutable();
    }

    private static string Describe(ScheduleEntry known) => known.Owner switch
    {
        ScheduleOwner.Api => "over HTTP",
        ScheduleOwner.Code => $"in the code of {known.Source}",
        ScheduleOwner.File => "in the schedules file",
        _ => "by ActorJobs itself",
    };

    private ImmutableArray<string> FaultsOf(Schedule schedule, ScheduleOwner owner)
    {
        var faults = ScheduleRules.FaultsOf(schedule, _settings.JobDefaults, _time.GetUtcNow());
        if (owner == ScheduleOwner.System)
        {
            return schedule.Job.Type == schedule.Id ? faults
                : faults.Add($"job: type must stay {schedule.Id}; define another schedule for another type.");
        }
        var reserved = SchedulerTasks.Reserved;
        if (SchedulerTasks.Is(schedule.Id))
        {
            faults = faults.Add($"id must not begin with {reserved}, which is kept for ActorJobs itself.");
        }
        return SchedulerTasks.Is(schedule.Job.Type)
            ? faults.Add($"job: type must not begin with {reserved}, which is kept for ActorJobs itself.")
            : faults;
    }

    private void OnDefined(SchedulesChanged changed)
    {
        Happened(changed);
        foreach (var id in changed.Removed)
        {
            _heap.Set(id, null);
        }
        Arm([.. changed.Defined.Select(defined => defined.Schedule.Id)]);
        SnapshotWhenDue();
        LookSoon();
    }

    /// <summary>Something may be due earlier than was thought.</summary>
    private void LookSoon()
    {
        if (!_busy)
        {
            ArmLook();
        }
    }

    private void OnDelete(DeleteSchedule delete)
    {
        var asker = Sender;
        if (!_state.Entries.TryGetValue(delete.Id, out var known))
        {
            asker.Tell(new ScheduleUnknown(delete.Id));
        }
        else if (known.Owner != ScheduleOwner.Api)
        {
            asker.Tell(new ScheduleOwned(delete.Id, known.Owner, known.Source));
        }
        else
        {
            Persist(new SchedulesChanged(_time.GetUtcNow(), [], [delete.Id]), changed =>
            {
                OnDefined(changed);
                asker.Tell(ScheduleChanged.Instance);
            });
        }
    }

    private void OnPause(string id, SchedulePause? pause)
    {
        var asker = Sender;
        if (!_state.Entries.TryGetValue(id, out var known))
        {
            asker.Tell(new ScheduleUnknown(id));
        }
        else if (known.Pause is null == pause is null && known.Pause?.Note == pause?.Note)
        {
            asker.Tell(ScheduleChanged.Instance);
        }
        else
        {
            var since = known.Pause is { } earlier && pause is not null ? pause with { Since = earlier.Since } : pause;
            Persist(new PauseChanged(id, _time.GetUtcNow(), since), changed =>
            {
                Happened(changed);
                Arm([id]);
                SnapshotWhenDue();
                LookSoon();
                asker.Tell(ScheduleChanged.Instance);
            });
        }
    }

    private void OnTrigger(TriggerSchedule trigger)
    {
        var now = _time.GetUtcNow();
        _lastTrigger = now > _lastTrigger ? now : _lastTrigger.AddTicks(1); // each is a fire of its own
        AskFor(trigger.Id, new AskedFires(FireCause.Trigger, [_lastTrigger]), Sender);
    }

    private void AskFor(string id, AskedFires fires, IActorRef asker)
    {
        if (!_state.Entries.ContainsKey(id))
        {
            asker.Tell(new ScheduleUnknown(id));
        }
        else if (!_asked.Add(id, fires, asker))
        {
            asker.Tell(new ScheduleRefused([$"{AskedQueue.Max} triggers and backfills wait already; try again later."]));
        }
        else if (!_busy)
        {
            Look();
        }
    }

    private void OnBackfill(BackfillSchedule backfill)
    {
        var (now, asker) = (_time.GetUtcNow(), Sender);
        if (!_state.Entries.TryGetValue(backfill.Id, out var entry))
        {
            asker.Tell(new ScheduleUnknown(backfill.Id));
            return;
        }
        ImmutableArray<DateTimeOffset> times = [.. entry.Times.After(backfill.From.AddTicks(-1))
            .TakeWhile(at => at <= backfill.To).Take(FirePlan.MaxFires + 1)];
        var fault = backfill.From > backfill.To ? "to must not be before from."
            : backfill.To > now ? "to must not be in the future."
            : SchedulerTasks.Is(entry.Schedule.Job.Type) ? "housekeeping has nothing to make up for; trigger it."
            : times.Length > FirePlan.MaxFires ? $"the range must hold at most {FirePlan.MaxFires} times of the schedule; shorten it."
            : null;
        if (fault is not null)
        {
            asker.Tell(new ScheduleRefused([fault]));
        }
        else if (times.IsEmpty)
        {
            asker.Tell(new ScheduleBackfilled(0));
        }
        else
        {
            WithoutJobAsync(backfill.Id, times, asker).PipeTo(Self, failure: error => new TimesFound(backfill.Id, [], asker, error));
        }
    }

    /// <summary>The times that have no job, live or in history: a job of a fire is known by its unique key.</summary>
    private async Task<TimesFound> WithoutJobAsync(string id, ImmutableArray<DateTimeOffset> times, IActorRef asker)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        JobId? before = null;
        do
        {
            var page = await _parts.Queries.ListAsync(
                new JobFilter(Tag: FireRequest.TagOf(id)), before, PageOfJobs, _stopped.Token);
            keys.UnionWith(page.Jobs.Select(job => job.UniqueKey ?? ""));
            before = page.Next;
        }
        while (before is not null && keys.Count < MaxJobsSearched);
        return new TimesFound(id, [.. times.Where(at => !keys.Contains(FireRequest.UniqueKeyOf(id, at)))], asker, null);
    }

    private void OnTimesFound(TimesFound found)
    {
        if (found.Error is not null)
        {
            found.Asker.Tell(new ScheduleRefused([$"The store did not say which times have jobs; try again. {found.Error.Message}"]));
        }
        else if (found.Times.IsEmpty)
        {
            found.Asker.Tell(new ScheduleBackfilled(0));
        }
        else
        {
            AskFor(found.Id, new AskedFires(FireCause.Backfill, found.Times), found.Asker);
        }
    }

    private void OnGet(GetSchedule get) => Sender.Tell(_state.Entries.TryGetValue(get.Id, out var entry)
        ? new ScheduleFound(entry.ToStatus(_time.GetUtcNow()))
        : new ScheduleUnknown(get.Id));

    private void OnGetMany(GetSchedules get)
    {
        var place = get.After is null ? 0 : _state.Ids.IndexOf(get.After) is var index && index < 0 ? ~index : index + 1;
        var (now, bytes) = (_time.GetUtcNow(), 0);
        var page = ImmutableArray.CreateBuilder<ScheduleStatus>();
        while (place < _state.Ids.Count && page.Count < get.Limit && bytes < MaxPageBytes)
        {
            var status = _state.Entries[_state.Ids[place++]].ToStatus(now);
            bytes += SchedulerForms.SizeOf(status);
            page.Add(status);
        }
        Sender.Tell(new SchedulesFound(page.ToImmutable(), place < _state.Ids.Count));
    }

    private void ReadFile(bool always) => ReadFileAsync(_parts.File!, always).PipeTo(Self);

    private static async Task<FileRead> ReadFileAsync(IScheduleFile file, bool always)
    {
        try
        {
            return new FileRead(await file.ReadAsync(always), null);
        }
        catch (InvalidScheduleException fault)
        {
            return new FileRead(null, fault);
        }
    }

    private void OnFileRead(FileRead read)
    {
        if (read.Error is not null)
        {
            LogFileRefused(read.Error.Message);
        }
        else if (read.Schedules is { } schedules)
        {
            Self.Tell(new ReplaceSchedules(ScheduleOwner.File, "", schedules), Self); // answered to itself
        }
    }
}
