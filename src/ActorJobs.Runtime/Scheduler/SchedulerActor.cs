using ActorJobs.Runtime.Cluster;
using ActorJobs.Schedules;
using Akka.Actor;
using Akka.Pattern;
using Akka.Persistence;
using Microsoft.Extensions.Logging;
using static ActorJobs.Runtime.Scheduler.SchedulerEvents;
using static ActorJobs.Runtime.Scheduler.SchedulerProtocol;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>
/// The one actor of the cluster that fires schedules. <c>README.md</c> beside it draws how a fire becomes a job exactly once,
/// and what a crash leaves behind.
/// </summary>
internal sealed partial class SchedulerActor : ReceivePersistentActor, IWithTimers
{
    private const string LookTimer = "look";
    private const string OpenTimer = "open";
    private const string RetryTimer = "retry";
    private const string StopTimer = "stop";
    private const string FileTimer = "file";
    private const double BackoffJitter = 0.2;
    private const int MaxWaiting = 1000;

    private static readonly TimeSpan YieldInterval = TimeSpan.FromSeconds(1);

    private readonly SchedulerSettings _settings;
    private readonly SchedulerParts _parts;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly CancellationTokenSource _stopped = new();
    private readonly DueHeap _heap = new();
    private readonly AskedQueue _asked = new();
    private readonly PreciseTimer _look;

    private readonly long _began;
    private SchedulerState _state = SchedulerState.Empty;
    private long _lastSeen;
    private int _waiting;

    public SchedulerActor(SchedulerSettings settings, SchedulerParts parts, ILogger<SchedulerActor> logger)
    {
        _settings = settings;
        _parts = parts;
        _time = parts.Time;
        _logger = logger;
        _lastSeen = _began = _time.GetTimestamp();
        _look = new PreciseTimer(Self, LookTick.Instance);
        Recover<SnapshotOffer>(offer =>
        {
            _state = SchedulerState.Of((Snapshot)offer.Snapshot);
            _saved.Add((offer.Metadata.SequenceNr, new DateTimeOffset(offer.Metadata.Timestamp, TimeSpan.Zero)));
        });
        Recover<IEvent>(happened =>
        {
            _state = _state.Apply(happened);
            Weigh(happened);
        });
        Recover<RecoveryCompleted>(_ => OnRecovered());
        Become(Opening);
    }

    public override string PersistenceId => "scheduler";

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>
    /// The scheduler, started again from its journal after that failed. Stops when it is told <see cref="Stop"/>.
    /// </summary>
    public static Props Props(SchedulerSettings settings, SchedulerParts parts, ILogger<SchedulerActor> logger) =>
        BackoffSupervisor.Props(Backoff
            .OnStop(
                Akka.Actor.Props.Create(() => new SchedulerActor(settings, parts, logger)), "active",
                settings.StoreBackoff, settings.MaxStoreBackoff, BackoffJitter, maxNrOfRetries: -1)
            .WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Stop))
            .WithFinalStopMessage(message => message is Stop));

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
        _look.Dispose();
        base.PostStop();
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => LogRecoveryFailed(reason);

    // Another scheduler has written this event's number: it has taken over.
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        LogPersistFailed(sequenceNr, cause.Message);

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        throw new InvalidOperationException($"Event {sequenceNr} has no form in the journal.", cause);

    /// <summary>Waits to take over; what it knows may be out of date, so whoever asks waits too.</summary>
    private void Opening()
    {
        Command<OpenTick>(_ => Open());
        Command<Stop>(_ => Context.Stop(Self));
        Command<ICommand>(_ => Wait());
        Command<IQuery>(_ => Wait());
        Always();
    }

    /// <summary>Whoever asked gives up after a while, so that beyond the most that may wait a message is dropped.</summary>
    private void Wait()
    {
        if (_waiting++ < MaxWaiting)
        {
            Stash.Stash();
        }
    }

    private void Active()
    {
        Command<LookTick>(_ => Look());
        Command<RetryTick>(_ => CarryOut());
        Command<LiveFound>(OnLiveFound);
        Command<CarriedOut>(OnCarriedOut);
        Command<StoreFailed>(OnStoreFailed);
        Command<FileTick>(_ => ReadFile(always: false));
        Command<FileRead>(OnFileRead);
        Command<ScheduleRefused>(refused => LogFileRefused(string.Join(' ', refused.Faults))); // of the file: it asks itself
        Command<ScheduleChanged>(_ => { });
        Command<PutSchedule>(OnPut);
        Command<ReplaceSchedules>(OnReplace);
        Command<DeleteSchedule>(OnDelete);
        Command<PauseSchedule>(pause => OnPause(pause.Id, new SchedulePause(_time.GetUtcNow(), pause.Note)));
        Command<ResumeSchedule>(resume => OnPause(resume.Id, null));
        Command<TriggerSchedule>(OnTrigger);
        Command<BackfillSchedule>(OnBackfill);
        Command<TimesFound>(OnTimesFound);
        Command<GetSchedule>(OnGet);
        Command<GetSchedules>(OnGetMany);
        Command<Stop>(_ => OnStop());
        Command<StopTick>(_ => Context.Stop(Self));
        Always();
    }

    private void Always()
    {
        Command<SaveSnapshotSuccess>(OnSnapshotSaved);
        Command<SaveSnapshotFailure>(failure => LogSnapshotFailed(failure.Cause.Message));
        Command<DeleteMessagesSuccess>(_ => { });
        Command<DeleteMessagesFailure>(failure => LogDeleteFailed(failure.Cause.Message));
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<DeleteSnapshotsFailure>(failure => LogDeleteFailed(failure.Cause.Message));
    }

    private void OnRecovered()
    {
        LogRecovered(_state.Ids.Count, LastSequenceNr, _state.Pending.Length);
        Self.Tell(OpenTick.Instance);
    }

    /// <summary>
    /// Takes over by writing the first event of a term. A scheduler that was superseded by one it cannot see is in the part of
    /// the cluster that was cut off: it leaves the journal to that one until the cut is healed or this part is ended.
    /// </summary>
    private void Open()
    {
        if (_state.Term is { } term && _cluster.State.Unreachable.Any(member => member.UniqueAddress.ToNodeId() == term))
        {
            LogYields(term.ToString());
            Timers.StartSingleTimer(OpenTimer, OpenTick.Instance, YieldInterval);
            return;
        }
        var now = _time.GetUtcNow();
        var self = _cluster.SelfUniqueAddress.ToNodeId();
        var absent = _parts.Tasks.Schedules.Where(schedule => !_state.Entries.ContainsKey(schedule.Id)).ToArray();
        IEvent[] first = absent.Length == 0
            ? [new TermOpened(self, now)]
            : [new TermOpened(self, now), new SchedulesChanged(
                now, [.. absent.Select(schedule => new Definition(schedule, ScheduleOwner.System, ""))], [])];
        var left = first.Length;
        PersistAll(first, happened =>
        {
            Happened(happened);
            if (--left == 0)
            {
                OnOpened();
            }
        });
    }

    private void OnOpened()
    {
        _lastSeen = _time.GetTimestamp();
        foreach (var (id, entry) in _state.Entries)
        {
            _heap.Set(id, entry.NextDue);
        }
        Become(Active);
        Stash.UnstashAll();
        LogOpened(_state.Ids.Count, _state.Pending.Length, _time.GetElapsedTime(_began).TotalSeconds);
        if (_parts.File is not null)
        {
            ReadFile(always: true);
            Timers.StartPeriodicTimer(FileTimer, FileTick.Instance, _settings.FileInterval);
        }
        if (_state.Pending.IsEmpty)
        {
            Look();
        }
        else
        {
            _busy = true;
            CarryOut(); // what the predecessor had planned; what it had done already is recognised by its id and key
        }
    }

    /// <summary>Takes an event in; every event goes through here once.</summary>
    private void Happened(IEvent happened)
    {
        _state = _state.Apply(happened);
        Weigh(happened);
    }

    private void OnStop()
    {
        if (!_busy)
        {
            LogStopped();
            Context.Stop(Self);
            return;
        }
        _stopping = true;
        Timers.StartSingleTimer(StopTimer, StopTick.Instance, _settings.StopPatience);
    }
}
