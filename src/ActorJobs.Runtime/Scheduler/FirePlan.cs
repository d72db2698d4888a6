using System.Collections.Immutable;
using ActorJobs.Schedules;
using ActorJobs.Scheduling;
using static ActorJobs.Runtime.Scheduler.SchedulerEvents;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>Decides what schedules do whose times have come, and what fires do that were asked for by hand.</summary>
/// <param name="State">How things stand.</param>
/// <param name="Live">What the queue said of earlier jobs.</param>
/// <param name="Now">The time.</param>
/// <param name="MisfireAfter">How late is an outage.</param>
/// <param name="IsTask">Whether jobs of a type are done by the scheduler itself.</param>
internal sealed record FirePlan(
    SchedulerState State, LiveJobs Live, DateTimeOffset Now, TimeSpan MisfireAfter, Func<string, bool> IsTask)
{
    /// <summary>Most fires of one plan; a schedule with more of its own stands alone.</summary>
    public const int MaxFires = DueFires.MaxFires;

    /// <summary>The jobs that the queue must be asked about before these schedules can be planned.</summary>
    public static IEnumerable<JobId> Ask(SchedulerState state, IEnumerable<string> ids) => ids
        .Select(id => state.Entries.GetValueOrDefault(id))
        .Where(entry => entry is not null && entry.Schedule.Overlap != OverlapPolicy.Allow)
        .SelectMany(entry => entry!.Live);

    /// <summary>Plans.</summary>
    /// <param name="due">Schedules to look at; of a schedule whose earlier jobs were not asked about nothing is planned.</param>
    /// <param name="asked">Fires asked for by hand.</param>
    /// <returns>Null when there is nothing to do.</returns>
    public FiresPlanned? Decide(IEnumerable<string> due, ILookup<string, AskedFires> asked)
    {
        var schedules = ImmutableArray.CreateBuilder<PlannedSchedule>();
        var cancels = ImmutableArray.CreateBuilder<JobId>();
        var count = 0;
        foreach (var id in due)
        {
            if (count < MaxFires && State.Entries.TryGetValue(id, out var entry) && Knows(entry))
            {
                var draft = new Draft(this, entry);
                draft.Plan(asked[id]);
                if (!draft.IsEmpty)
                {
                    schedules.Add(draft.ToPlanned());
                    cancels.AddRange(draft.Cancels);
                    count += draft.Count;
                }
            }
        }
        return schedules.Count == 0 ? null : new FiresPlanned(Now, schedules.ToImmutable(), cancels.ToImmutable());
    }

    private bool Knows(ScheduleEntry entry) =>
        entry.Schedule.Overlap == OverlapPolicy.Allow || entry.Live.All(Live.Asked.Contains);

    /// <summary>What is planned for one schedule.</summary>
    private sealed class Draft(FirePlan plan, ScheduleEntry entry)
    {
        private readonly ImmutableArray<PlannedFire>.Builder _fires = ImmutableArray.CreateBuilder<PlannedFire>();
        private readonly ImmutableArray<JobId> _earlier = [.. entry.Live.Where(plan.Live.Live.Contains)];
        private DateTimeOffset _mark = entry.Mark;
        private bool _busy = entry.Live.Any(plan.Live.Live.Contains);
        private bool _queued = entry.Queued is not null;

        public bool IsEmpty => _fires.Count == 0 && _mark == entry.Mark;

        public int Count => _fires.Count;

        public IEnumerable<JobId> Cancels =>
            entry.Schedule.Overlap == OverlapPolicy.CancelPrevious && _fires.Any(fire => fire.Result == FireResult.Enqueued
                && fire.Cause != FireCause.Backfill) ? _earlier : [];

        public PlannedSchedule ToPlanned() => new(entry.Schedule.Id, _mark, _fires.ToImmutable());

        public void Plan(IEnumerable<AskedFires> asked)
        {
            if (entry.Pause is null)
            {
                PlanWaiting();
                PlanDue();
            }
            foreach (var one in asked)
            {
                foreach (var at in one.Times)
                {
                    _fires.Add(one.Cause == FireCause.Backfill ? Making(at, one.Cause) : Fire(at, one.Cause));
                }
            }
            KeepLastOfCancelled();
        }

        private void PlanWaiting()
        {
            if (entry.Queued is { } waiting && !_busy)
            {
                _queued = false;
                _fires.Add(Making(waiting.DueAt, waiting.Cause) with { WasQueued = true });
            }
        }

        private void PlanDue()
        {
            var left = entry.Left;
            if (left <= 0)
            {
                return;
            }
            var due = DueFires.Decide(entry.Schedule, entry.Times, entry.Mark, plan.Now, plan.MisfireAfter);
            _mark = due.Mark;
            if (due.FirstMissed is { } missed)
            {
                _fires.Add(new PlannedFire(missed, due.Cause, FireResult.Missed, null));
            }
            foreach (var at in due.Fires)
            {
                if (left <= 0)
                {
                    return;
                }
                var fire = Fire(at, due.Cause);
                _fires.Add(fire);
                left -= fire.Result is FireResult.Overlapped ? 0 : 1;
            }
        }

        private PlannedFire Fire(DateTimeOffset at, FireCause cause) => entry.Schedule.Overlap switch
        {
            OverlapPolicy.Skip when _busy => new PlannedFire(at, cause, FireResult.Overlapped, null),
            OverlapPolicy.QueueOne when _busy && _queued => new PlannedFire(at, cause, FireResult.Overlapped, null),
            OverlapPolicy.QueueOne when _busy => Wait(at, cause),
            _ => Making(at, cause),
        };

        private PlannedFire Wait(DateTimeOffset at, FireCause cause)
        {
            _queued = true;
            return new PlannedFire(at, cause, FireResult.Queued, null);
        }

        private PlannedFire Making(DateTimeOffset at, FireCause cause)
        {
            if (plan.IsTask(entry.Schedule.Job.Type))
            {
                return new PlannedFire(at, cause, FireResult.Performed, null);
            }
            _busy = true;
            return new PlannedFire(at, cause, FireResult.Enqueued, JobId.New(plan.Now));
        }

        /// <summary>Of several at once that cancel each other only the last is made.</summary>
        private void KeepLastOfCancelled()
        {
            if (entry.Schedule.Overlap != OverlapPolicy.CancelPrevious)
            {
                return;
            }
            var last = true;
            for (var i = _fires.Count - 1; i >= 0; i--)
            {
                if (_fires[i] is { Result: FireResult.Enqueued, Cause: not FireCause.Backfill } fire)
                {
                    _fires[i] = last ? fire : fire with { Result = FireResult.Overlapped, Job = null };
                    last = false;
                }
            }
        }
    }
}

/// <summary>What the queue said of earlier jobs.</summary>
/// <param name="Asked">Those it was asked about.</param>
/// <param name="Live">Those of them that have not ended.</param>
internal sealed record LiveJobs(IReadOnlySet<JobId> Asked, IReadOnlySet<JobId> Live)
{
    public static LiveJobs None { get; } = new(new HashSet<JobId>(), new HashSet<JobId>());
}

/// <summary>Fires asked for by hand.</summary>
/// <param name="Cause">Trigger or backfill.</param>
/// <param name="Times">What they stand for, oldest first.</param>
internal sealed record AskedFires(FireCause Cause, ImmutableArray<DateTimeOffset> Times);
