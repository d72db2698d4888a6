using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Runtime.Client;
using ActorJobs.Runtime.Observation;
using ActorJobs.Schedules;
using ActorJobs.Scheduling;
using ActorJobs.Stores;
using Akka.Actor;
using static ActorJobs.Runtime.Scheduler.SchedulerEvents;
using static ActorJobs.Runtime.Scheduler.SchedulerProtocol;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>
/// From a time that has come to a job: look, ask for earlier jobs, plan durably, carry out, settle durably. One plan at a time.
/// </summary>
internal sealed partial class SchedulerActor
{
    /// <summary>Most bytes of jobs in one transaction; a larger job stands alone.</summary>
    private const int MaxEnqueueBytes = 4 * 1024 * 1024;

    private bool _busy;
    private bool _stopping;
    private int _failures;

    private void Look()
    {
        if (IsStalled() || _busy || _stopping)
        {
            return;
        }
        foreach (var gone in _asked.DropUnknown(_state.Entries.ContainsKey))
        {
            gone.Asker.Tell(new ScheduleUnknown(gone.Id));
        }
        var due = _heap.Take(_time.GetUtcNow(), FirePlan.MaxFires);
        ImmutableArray<string> all = [.. due.Concat(_asked.Ids).Concat(_state.Queued).Distinct(StringComparer.Ordinal)];
        if (all.IsEmpty)
        {
            ArmLook();
            return;
        }
        _busy = true;
        var ask = FirePlan.Ask(_state, all).ToHashSet();
        if (ask.Count == 0)
        {
            Plan(all, LiveJobs.None);
            return;
        }
        FindLiveAsync(ask).PipeTo(Self, failure: error => new StoreFailed(all, error));

        async Task<LiveFound> FindLiveAsync(HashSet<JobId> ids) =>
            new(all, new LiveJobs(ids, await _parts.Queries.GetLiveAsync(ids, _stopped.Token)));
    }

    /// <summary>
    /// Who did not run for a while may have been superseded without noticing, and finds out by reading the journal.
    /// </summary>
    private bool IsStalled()
    {
        var since = _time.GetElapsedTime(_lastSeen);
        _lastSeen = _time.GetTimestamp();
        if (since > _settings.StallAfter + _settings.Interval)
        {
            LogStalled(since.TotalSeconds);
            Context.Stop(Self); // and so is started again
            return true;
        }
        return false;
    }

    private void ArmLook()
    {
        if (_stopping)
        {
            return;
        }
        var wait = _heap.Next - _time.GetUtcNow() ?? _settings.Interval;
        _look.In(wait < _settings.Interval ? wait : _settings.Interval);
    }

    private void OnLiveFound(LiveFound found)
    {
        _failures = 0;
        Plan(found.Due, found.Live);
    }

    private void Plan(ImmutableArray<string> due, LiveJobs live)
    {
        var plan = new FirePlan(_state, live, _time.GetUtcNow(), _settings.MisfireAfter, SchedulerTasks.Is)
            .Decide(due, _asked.Fires);
        if (plan is null)
        {
            Planned(due);
            return;
        }
        Persist(plan, planned =>
        {
            Happened(planned);
            Count(planned);
            _asked.Plan(planned.Schedules.Select(schedule => schedule.Id).ToHashSet(StringComparer.Ordinal));
            Arm(due);
            Perform(planned);
            if (_state.Pending.IsEmpty)
            {
                Settled();
            }
            else
            {
                CarryOut();
            }
        });
    }

    private void Planned(ImmutableArray<string> due)
    {
        _busy = false;
        Arm(due);
        ArmLook();
    }

    private void Arm(ImmutableArray<string> ids)
    {
        foreach (var id in ids)
        {
            _heap.Set(id, _state.Entries.GetValueOrDefault(id)?.NextDue);
        }
    }

    private void Perform(FiresPlanned planned)
    {
        foreach (var schedule in planned.Schedules)
        {
            if (schedule.Fires.Any(fire => fire.Result == FireResult.Performed)
                && _state.Entries.TryGetValue(schedule.Id, out var entry))
            {
                _parts.Tasks.Begin(entry.Schedule.Job.Type);
            }
        }
    }

    private void CarryOut()
    {
        var (cancels, requests) = (_state.Cancels, _state.Pending.Select(pending =>
            FireRequest.Of(pending.Schedule, pending.Fire, _settings.KeyFor)).ToArray());
        CarryOutAsync().PipeTo(Self, failure: error => new StoreFailed([], error));

        async Task<CarriedOut> CarryOutAsync()
        {
            foreach (var id in cancels)
            {
                await _parts.Operations.CancelAsync(id, _stopped.Token);
            }
            var results = ImmutableArray.CreateBuilder<EnqueueResult?>(requests.Length);
            foreach (var part in EnqueueParts.Split(requests, MaxEnqueueBytes))
            {
                results.AddRange(await EnqueueAsync([.. part]));
            }
            return new CarriedOut(results.ToImmutable());
        }
    }

    private async Task<ImmutableArray<EnqueueResult?>> EnqueueAsync(JobRequest[] requests)
    {
        try
        {
            return [.. await _parts.Client.EnqueueManyAsync(requests, _stopped.Token)];
        }
        catch (InvalidJobException) when (requests.Length > 1)
        {
            // One that is refused must not keep the others from their jobs.
            var results = ImmutableArray.CreateBuilder<EnqueueResult?>();
            foreach (var request in requests)
            {
                results.AddRange(await EnqueueAsync([request]));
            }
            return results.ToImmutable();
        }
        catch (InvalidJobException refused)
        {
            LogRefused(requests[0].Options?.UniqueKey ?? "", refused.Message);
            return [null];
        }
    }

    private void OnStoreFailed(StoreFailed failed)
    {
        var wait = _settings.StoreBackoff * Math.Pow(2, Math.Min(_failures++, 10));
        wait = wait < _settings.MaxStoreBackoff ? wait : _settings.MaxStoreBackoff;
        LogStoreFailed(wait.TotalSeconds, failed.Error.Message);
        if (_state.Pending.IsEmpty)
        {
            _busy = false;
            Arm(failed.Due);
            _look.Stop();
            Timers.StartSingleTimer(LookTimer, LookTick.Instance, wait);
        }
        else
        {
            Timers.StartSingleTimer(RetryTimer, RetryTick.Instance, wait);
        }
    }

    private void OnCarriedOut(CarriedOut done)
    {
        _failures = 0;
        var corrections = ImmutableArray.CreateBuilder<Correction>();
        for (var i = 0; i < done.Results.Length; i++)
        {
            var (schedule, fire) = (_state.Pending[i].Schedule, _state.Pending[i].Fire);
            if (done.Results[i] is not { } result)
            {
                corrections.Add(new Correction(schedule.Id, fire.Job!.Value, FireResult.Refused, null));
            }
            else if (result.Id != fire.Job)
            {
                corrections.Add(new Correction(schedule.Id, fire.Job!.Value, FireResult.Enqueued, result.Id));
            }
        }
        Persist(new FiresSettled(_time.GetUtcNow(), corrections.ToImmutable()), settled =>
        {
            Count(settled);
            Happened(settled);
            SnapshotWhenDue();
            Settled();
        });
    }

    /// <summary>What makes a job counts when the job is durable, all else at once.</summary>
    private static void Count(FiresPlanned planned)
    {
        foreach (var fire in planned.Schedules.SelectMany(schedule => schedule.Fires))
        {
            if (fire.Result != FireResult.Enqueued)
            {
                RuntimeMeters.Fired(fire.Cause, fire.Result, fire.DueAt, planned.At);
            }
        }
    }

    private void Count(FiresSettled settled)
    {
        LogFired(_state.Pending.Length);
        var refused = settled.Corrections.Where(correction => correction.Result == FireResult.Refused)
            .Select(correction => correction.Planned).ToHashSet();
        foreach (var (_, fire) in _state.Pending)
        {
            var result = refused.Contains(fire.Job!.Value) ? FireResult.Refused : FireResult.Enqueued;
            RuntimeMeters.Fired(fire.Cause, result, fire.DueAt, settled.At);
        }
    }

    private void Settled()
    {
        _busy = false;
        foreach (var asked in _asked.Settle())
        {
            Answer(asked);
        }
        if (_stopping)
        {
            LogStopped();
            Context.Stop(Self);
            return;
        }
        if (_heap.Next <= _time.GetUtcNow() || !_asked.IsEmpty)
        {
            Look();
        }
        else
        {
            ArmLook();
        }
    }

    private void Answer(AskedQueue.Asked asked)
    {
        if (!_state.Entries.TryGetValue(asked.Id, out var entry))
        {
            asked.Asker.Tell(new ScheduleUnknown(asked.Id));
        }
        else if (asked.IsTrigger)
        {
            asked.Asker.Tell(new ScheduleFired(entry.LastFires.FirstOrDefault(fire =>
                fire.Cause == FireCause.Trigger && fire.DueAt == asked.Fires.Times[0]) ?? entry.LastFires[0]));
        }
        else
        {
            asked.Asker.Tell(new ScheduleBackfilled(asked.Fires.Times.Length));
        }
    }
}
