using Akka.Actor;

namespace ActorJobs.Runtime.Worker;

/// <summary>
/// The life of one unit: looks after its health and fails when it takes no job any more, so that its supervisor makes
/// it anew.
/// </summary>
internal sealed class WorkerUnitActor : ReceiveActor, IWithTimers
{
    private readonly SlotPool _slots;
    private readonly WorkerUnit _unit;
    private readonly TimeSpan _interval;

    public WorkerUnitActor(SlotPool slots, WorkerUnit unit, TimeSpan interval)
    {
        _slots = slots;
        _unit = unit;
        _interval = interval;
        Receive<CheckTick>(_ => Check());
        Receive<SlotFaulted>(slot => throw new WorkerUnitException(
            $"A slot of worker {unit.Number} failed by a fault of this program.", slot.Fault));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(SlotPool slots, WorkerUnit unit, TimeSpan interval) =>
        Akka.Actor.Props.Create(() => new WorkerUnitActor(slots, unit, interval));

    protected override void PreStart()
    {
        var self = Self;
        _unit.Faulted = fault => self.Tell(new SlotFaulted(fault));
        Timers.StartPeriodicTimer(nameof(CheckTick), CheckTick.Instance, _interval);
    }

    protected override void PostRestart(Exception reason)
    {
        _slots.Renew(_unit);
        base.PostRestart(reason);
    }

    private void Check()
    {
        if (_slots.WantsRenewal(_unit))
        {
            throw new WorkerUnitException(
                $"Worker {_unit.Number} takes no job: the handlers of all its {_unit.Slots} slots ignored their token and " +
                "were given up.");
        }
    }

    private sealed record SlotFaulted(Exception Fault);

    private sealed record CheckTick
    {
        public static CheckTick Instance { get; } = new();
    }
}
