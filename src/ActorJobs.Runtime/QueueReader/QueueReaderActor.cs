using ActorJobs.Operations;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Runtime.Worker;
using ActorJobs.Stores;
using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Logging;
using static ActorJobs.Runtime.QueueReader.QueueReaderProtocol;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>
/// The one actor of the cluster that hands out the jobs of a partition, usually the whole queue. <c>README.md</c> beside it
/// draws its two states and what a crash leaves behind.
/// </summary>
internal sealed partial class QueueReaderActor : ReceiveActor, IWithTimers
{
    private readonly ReaderSettings _settings;
    private readonly IJobStore _store;
    private readonly Func<Priority, IActorRef> _region;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly QueueReaders _readers;
    private readonly string _of;
    private readonly DispatchTable _table;
    private readonly RateWindow _rates = new();
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly CancellationTokenSource _stopped = new();

    /// <summary>Lanes of refused claims: a job was not as it had been read, so the next poll reads them anew.</summary>
    private readonly HashSet<Lane> _doubted = [];

    /// <summary>
    /// Members that are down or removed: they never come back under this name, and whatever they still say, they get no
    /// jobs. As many as members were lost in this actor's life.
    /// </summary>
    private readonly HashSet<NodeId> _gone = [];
    private readonly Dictionary<NodeId, long> _lostSince = [];
    private readonly PreciseTimer _promotion;

    /// <summary>Nodes that drain and wait until no claim for them is being made.</summary>
    private readonly List<(NodeId Node, IActorRef Asker)> _drainers = [];

    private ReaderEpoch _epoch;
    private int _term;
    private int _failures;
    private int _readsInFlight;
    private int _claimsInFlight;
    private bool _promoting;
    private bool _promoteAgain;
    private DateTimeOffset? _nextDue;

    public QueueReaderActor(
        ReaderSettings settings, IJobStore store, Func<Priority, IActorRef> region, QueueReaders readers, TimeProvider time,
        ILogger<QueueReaderActor> logger)
    {
        _settings = settings;
        _readers = readers;
        _of = settings.Partition.Count == 1 ? "" : $" of partition {settings.Partition.Index + 1} of {settings.Partition.Count}";
        _table = new DispatchTable(settings.Partition.Count);
        _store = store;
        _region = region;
        _time = time;
        _promotion = new PreciseTimer(Self, PromoteTick.Instance);
        _logger = logger;
        Opening();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Due jobs are made ready by one reader for all.</summary>
    private bool Promotes => _settings.Partition.Index == 0;

    public static Props Props(
        ReaderSettings settings, IJobStore store, Func<Priority, IActorRef> region, QueueReaders readers, TimeProvider time,
        ILogger<QueueReaderActor> logger) =>
        Akka.Actor.Props.Create(() => new QueueReaderActor(settings, store, region, readers, time, logger));

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(ClusterEvent.MemberDowned), typeof(ClusterEvent.MemberRemoved));
        var self = Self;
        if (Promotes)
        {
            Ask(WatchAsync(self), nameof(IReaderStore.WatchAsync));
        }
        OpenAgain();
        Context.ActorSelection($"/user/{ClusterNames.WorkerAgent}").Tell(new ReaderStarted(_settings.Partition.Index));

        async Task<ITermed> WatchAsync(IActorRef reader)
        {
            await _store.WatchAsync(() => reader.Tell(OutsideWork.Instance), _stopped.Token);
            return Unwatched.Instance;
        }
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        _stopped.Cancel();
        _stopped.Dispose();
        _promotion.Dispose();
        LogStopped(_of, _epoch.Value);
    }

    private void Opening()
    {
        Receive<Opened>(opened => opened.Term == _term, OnOpened);
        Receive<OpenTick>(_ => OpenAgain());
        Receive<JobsEnded>(_ => { }); // read from the store when it opens
        Receive<NoteReady>(_ => { });
        Receive<RefreshPauses>(_ => { });
        Always();
    }

    private void Reading()
    {
        Receive<NoteReady>(OnNoteReady);
        Receive<JobsEnded>(OnJobsEnded);
        Receive<Claimed>(done => done.Term == _term, OnClaimed);
        Receive<LaneRead>(done => done.Term == _term, OnLaneRead);
        Receive<KeyRead>(done => done.Term == _term, OnKeyRead);
        Receive<Promoted>(done => done.Term == _term, OnPromoted);
        Receive<Polled>(done => done.Term == _term, OnPolled);
        Receive<Recovered>(done => done.Term == _term, OnRecovered);
        Receive<TakenBack>(done => done.Term == _term, OnTakenBack);
        Receive<WorkerProtocol.HeldJobs>(OnHeldJobs);
        Receive<PromoteTick>(_ => Promote());
        Receive<OutsideWork>(_ => Promote());
        Receive<RecoverTick>(tick => Recover(tick.Node));
        Receive<PollTick>(_ => Poll());
        Receive<RateTick>(_ => Dispatch());
        Receive<RefreshPauses>(_ => Poll());
        Always();
    }

    private void Always()
    {
        Receive<AnnounceWorker>(OnAnnounceWorker);
        Receive<DrainWorker>(OnDrainWorker);
        // A member that is down never comes back: what it ran need not wait until all have agreed on its removal.
        Receive<ClusterEvent.MemberDowned>(downed => OnNodeGone(downed.Member.UniqueAddress.ToNodeId()));
        Receive<ClusterEvent.MemberRemoved>(removed => OnNodeRemoved(
            removed.Member.UniqueAddress.ToNodeId(), hasLeft: removed.PreviousStatus == MemberStatus.Exiting));
        Receive<GetStatus>(_ => Sender.Tell(Status()));
        Receive<StoreFailed>(failed => OnStoreFailed(failed));
        Receive<Stop>(_ => Context.Stop(Self));
        Receive<ITermed>(_ => { }); // a reply from before the reader opened anew
        Receive<PromoteTick>(_ => { });
        Receive<OutsideWork>(_ => { }); // opening promotes
        Receive<RecoverTick>(_ => { });
        Receive<PollTick>(_ => { });
        Receive<RateTick>(_ => { });
        Receive<WorkerProtocol.HeldJobs>(_ => { });
    }

    private void OnAnnounceWorker(AnnounceWorker offer)
    {
        if (_gone.Contains(offer.Report.Node))
        {
            return;
        }
        var node = _table.Node(offer.Report.Node);
        if (node.Report is null)
        {
            LogWorkerJoined(offer.Report.Node.ToString(), offer.Report.Slots);
        }
        node.Announce(offer);
        _table.RefreshLimits();
        _rates.Add(offer.Report, _time.GetUtcNow());
        if (node.Outstanding != offer.Held && _opened)
        {
            CheckHeld(node);
        }
        Dispatch();
    }

    private void OnDrainWorker(DrainWorker drain)
    {
        _table.Node(drain.Node).Draining = true;
        _drainers.Add((drain.Node, Sender));
        AnswerDrainers();
    }

    /// <summary>A node that drains is answered once all that it will ever be assigned is on its way.</summary>
    private void AnswerDrainers() => _drainers.RemoveAll(drainer =>
    {
        if (_opened && _table.Outstanding.Values.Any(job => job.Node == drainer.Node && job.Claim is null))
        {
            return false;
        }
        drainer.Asker.Tell(new WorkerDraining(drainer.Node));
        return true;
    });

    private void OnNoteReady(NoteReady note)
    {
        foreach (var lane in note.Lanes)
        {
            _table.Lane(lane).Note();
        }
        Expect(note.EarliestDue);
        Dispatch();
    }

    private void OnJobsEnded(JobsEnded ended)
    {
        foreach (var (id, claim, _) in ended.Jobs)
        {
            // Late news of an earlier claim say nothing of the one that is being made, or was made since.
            if (claim is null || (_table.Outstanding.TryGetValue(id, out var job) && job.Claim == claim))
            {
                Free(id);
            }
        }
        foreach (var lane in ended.Lanes)
        {
            _table.Lane(lane).Note();
        }
        foreach (var lane in ended.Released)
        {
            _table.Lane(lane).Restart();
        }
        Expect(ended.EarliestDue);
        Dispatch();
    }

    private ReaderStatus Status() => new(
        _cluster.SelfUniqueAddress.ToNodeId(),
        _epoch.Value,
        [.. _table.Nodes.Values.Where(node => node.Report is not null).Select(node => node.Report!)
            .OrderBy(report => report.Node.Address, StringComparer.Ordinal)],
        _rates.Rates());

    private void Free(JobId id)
    {
        if (_table.End(id) is var (key, lane))
        {
            ReadKey(key, lane);
        }
    }
}
