using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Runtime.Worker;

/// <summary>
/// Supervises the units of a process: each fails alone and is made anew alone. How often is bounded by the unit itself,
/// by the number of handlers that never came back.
/// </summary>
internal sealed partial class WorkerSupervisorActor : UntypedActor
{
    private readonly SlotPool _slots;
    private readonly TimeSpan _interval;
    private readonly ILogger _logger;

    public WorkerSupervisorActor(SlotPool slots, TimeSpan interval, ILogger<WorkerSupervisorActor> logger)
    {
        _slots = slots;
        _interval = interval;
        _logger = logger;
    }

    public static Props Props(SlotPool slots, TimeSpan interval, ILogger<WorkerSupervisorActor> logger) =>
        Akka.Actor.Props.Create(() => new WorkerSupervisorActor(slots, interval, logger));

    protected override void PreStart()
    {
        foreach (var unit in _slots.Units)
        {
            Context.ActorOf(WorkerUnitActor.Props(_slots, unit, _interval), $"worker-{unit.Number}");
        }
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        -1, Timeout.Infinite, Decide, loggingEnabled: false);

    protected override void OnReceive(object message) => Unhandled(message);

    private Directive Decide(Exception error)
    {
        if (error is not WorkerUnitException)
        {
            return Directive.Escalate;
        }
        LogRestarts(error.Message, error.InnerException);
        return Directive.Restart;
    }

    [LoggerMessage(1211, LogLevel.Warning, "{Reason} It is started anew.")]
    private partial void LogRestarts(string reason, Exception? cause);
}
