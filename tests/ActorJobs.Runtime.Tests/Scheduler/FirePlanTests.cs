using System.Collections.Immutable;
using System.Text;
using ActorJobs.Runtime.Scheduler;
using ActorJobs.Schedules;
using CsCheck;
using static ActorJobs.Runtime.Scheduler.SchedulerEvents;

namespace ActorJobs.Runtime.Tests.Scheduler;

/// <summary>What holds whatever the schedules are, whenever the scheduler looks, crashes and its jobs end.</summary>
public sealed class FirePlanTests
{
    private const string Id = "s";
    private static readonly TimeSpan Misfire = TimeSpan.FromSeconds(30);

    /// <summary>A step of a schedule's life: time passes, some jobs end, the scheduler looks, perhaps it crashes in between.</summary>
    private sealed record Step(int Seconds, bool JobsEnd, bool Crash, bool Trigger, int Pause);

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 100], Gen.Bool, Gen.Bool, Gen.Int[0, 9], Gen.Int[0, 9],
        (seconds, ended, crash, trigger, pause) => new Step(seconds, ended, crash, trigger == 0, pause));

    private static readonly Gen<Schedule> Schedules = Gen.Select(
        Gen.Int[1, 20], Gen.Enum<OverlapPolicy>(), Gen.Enum<MisfirePolicy>(), Gen.Int[0, 60], Gen.Int[0, 10],
        (every, overlap, misfire, catchUp, most) => new Schedule
        {
            Id = Id,
            Every = TimeSpan.FromSeconds(every),
            Anchor = Any.Now,
            Overlap = overlap,
            Misfire = misfire,
            CatchUp = TimeSpan.FromSeconds(catchUp),
            MaxFires = most == 0 ? null : most,
            Job = new ScheduledJob { Type = "echo", Payload = Encoding.UTF8.GetBytes("{}") },
        });

    [Fact]
    public void No_time_is_fired_twice_and_marks_only_grow() => Check((life, _) =>
    {
        var times = life.Made.Where(fire => fire.Cause != FireCause.Trigger).Select(fire => fire.DueAt).ToArray();
        times.ShouldBeUnique();
        life.Marks.ShouldBe(life.Marks.Order());
        times.ShouldAllBe(at => at > Any.Now);
    });

    [Fact]
    public void Without_outage_pause_or_overlap_every_time_is_fired() => Check((life, schedule) =>
    {
        if (schedule.Overlap == OverlapPolicy.Allow && schedule.MaxFires is null && !life.WasPausedOrLate)
        {
            var due = Enumerable.Range(1, 100_000).Select(n => Any.Now + (n * schedule.Every!.Value)).TakeWhile(at => at <= life.Now);
            life.Made.Where(fire => fire.Cause == FireCause.Schedule).Select(fire => fire.DueAt).ShouldBe(due);
        }
    });

    [Fact]
    public void Unless_jobs_may_overlap_at_most_one_is_live() => Check((life, schedule) =>
    {
        if (schedule.Overlap is OverlapPolicy.Skip or OverlapPolicy.QueueOne)
        {
            life.MostLive.ShouldBeLessThanOrEqualTo(1);
        }
    });

    [Fact]
    public void Scheduled_fires_never_exceed_their_most() => Check((life, schedule) =>
        life.Made.Count(fire => fire.Cause != FireCause.Trigger).ShouldBeLessThanOrEqualTo((int)(schedule.MaxFires ?? int.MaxValue)));

    [Fact]
    public void Replayed_events_and_a_snapshot_give_the_same_state() => Check((life, _) =>
    {
        var replayed = life.Events.Aggregate(SchedulerState.Empty, (state, happened) => state.Apply(happened));
        Text(replayed).ShouldBe(Text(life.State));
        Text(SchedulerState.Of(life.State.ToSnapshot())).ShouldBe(Text(life.State));
    });

    private static void Check(Action<Life, Schedule> holds) => Gen.Select(Schedules, Steps.List[1, 40]).Sample((schedule, steps) =>
    {
        var life = new Life(schedule);
        foreach (var step in steps)
        {
            life.Take(step);
        }
        holds(life, schedule);
    }, iter: 300);

    private static string Text(SchedulerState state) => System.Text.Json.JsonSerializer.Serialize(state.ToSnapshot());

    /// <summary>A scheduler without actor, journal and queue: what it plans is carried out by hand.</summary>
    private sealed class Life
    {
        private readonly HashSet<JobId> _live = [];
        private readonly Dictionary<JobId, ScheduleFire> _made = [];

        public Life(Schedule schedule) =>
            Happen(new SchedulesChanged(Any.Now, [new Definition(schedule, ScheduleOwner.Api, "")], []));

        public DateTimeOffset Now { get; private set; } = Any.Now;

        public SchedulerState State { get; private set; } = SchedulerState.Empty;

        public List<IEvent> Events { get; } = [];

        public List<DateTimeOffset> Marks { get; } = [];

        public ICollection<ScheduleFire> Made => _made.Values;

        public int MostLive { get; private set; }

        public bool WasPausedOrLate { get; private set; }

        public void Take(Step step)
        {
            Now += TimeSpan.FromSeconds(step.Seconds);
            WasPausedOrLate |= step.Seconds > Misfire.TotalSeconds || step.Pause < 2;
            if (step.JobsEnd)
            {
                _live.Clear();
            }
            if (step.Pause < 2)
            {
                Happen(new PauseChanged(Id, Now, step.Pause == 0 ? new SchedulePause(Now, "") : null));
            }
            Look(step);
        }

        private void Look(Step step)
        {
            var asked = FirePlan.Ask(State, [Id]).ToHashSet();
            var live = new LiveJobs(asked, asked.Where(_live.Contains).ToHashSet());
            AskedFires[] triggers = step.Trigger ? [new AskedFires(FireCause.Trigger, [Now])] : [];
            var plan = new FirePlan(State, live, Now, Misfire, _ => false).Decide([Id], triggers.ToLookup(_ => Id));
            if (plan is not null)
            {
                Happen(plan);
                CarryOut();
                if (step.Crash)
                {
                    CarryOut(); // the successor does it again
                }
                Happen(new FiresSettled(Now, []));
            }
            Marks.Add(State.Entries[Id].Mark);
        }

        private void CarryOut()
        {
            _live.ExceptWith(State.Cancels);
            foreach (var pending in State.Pending)
            {
                if (_made.TryAdd(pending.Fire.Job!.Value, pending.Fire))
                {
                    _live.Add(pending.Fire.Job.Value);
                }
            }
            MostLive = Math.Max(MostLive, _live.Count);
        }

        private void Happen(IEvent happened)
        {
            Events.Add(happened);
            State = State.Apply(happened);
        }
    }
}
