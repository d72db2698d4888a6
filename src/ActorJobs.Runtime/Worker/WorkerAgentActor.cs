using System.Collections.Immutable;
using ActorJobs.Runtime.QueueReader;
using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Logging;
using static ActorJobs.Runtime.Worker.WorkerProtocol;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Runtime.Worker;

/// <summary>
/// Speaks for the node's worker to the queue reader: what it offers, what has ended, what it holds, and where its workers
/// are, so a hand-over of the sharding coordinator holds up no job. It offers nothing before the node is up: then all
/// members know the node, and its jobs are recovered when it is lost. Sharding needs a moment more to reach the sharded
/// workers; until it does, workers of its own stand in for them.
/// </summary>
internal sealed class WorkerAgentActor : ReceiveActor, IWithTimers
{
    private const double NotableChange = 0.25;
    private static readonly TimeSpan AnnounceInterval = TimeSpan.FromSeconds(1);

    private readonly NodeWorker _worker;
    private readonly IActorRef _reader;
    private readonly ImmutableDictionary<Priority, IActorRef> _regions;
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly ImmutableDictionary<Priority, IActorRef> _standIns;
    private readonly Dictionary<Priority, IActorRef> _sharded = [];
    private bool _offers;
    private bool _drains;
    private int _announced;

    public WorkerAgentActor(
        NodeWorker worker, IActorRef reader, ImmutableDictionary<Priority, IActorRef> regions, ILogger<WorkerActor> logger)
    {
        _worker = worker;
        _reader = reader;
        _regions = regions;
        _standIns = regions.Keys.ToImmutableDictionary(
            priority => priority, priority => Context.ActorOf(WorkerActor.Props(worker, priority, logger), priority.ToName()));
        Receive<ClusterEvent.MemberUp>(up => up.Member.UniqueAddress.Equals(_cluster.SelfUniqueAddress), _ => OnUp());
        Receive<ClusterEvent.MemberUp>(_ => { });
        Receive<ReaderStarted>(_ => Announce(Sender));
        Receive<AnnounceTick>(_ => OnTick());
        Receive<Warmed>(OnWarmed);
        Receive<Terminated>(OnWorkerStopped);
        Receive<QueueReaderProtocol.JobsEnded>(OnEnded);
        Receive<GetHeldJobs>(_ => Sender.Tell(new HeldJobs(_worker.Node, _worker.Held)));
        Receive<QueueReaderProtocol.DrainWorker>(OnDrain);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="worker">The node's worker.</param>
    /// <param name="reader">The queue reader.</param>
    /// <param name="regions">Of the priorities that the node takes.</param>
    /// <param name="logger">Of the workers that stand in for the sharded ones.</param>
    public static Props Props(
        NodeWorker worker, IActorRef reader, ImmutableDictionary<Priority, IActorRef> regions, ILogger<WorkerActor> logger) =>
        Akka.Actor.Props.Create(() => new WorkerAgentActor(worker, reader, regions, logger));

    protected override void PreStart()
    {
        var self = Self;
        _worker.Ended = ended => self.Tell(ended);
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberUp));
        Timers.StartPeriodicTimer(nameof(AnnounceTick), AnnounceTick.Instance, TimeSpan.Zero, AnnounceInterval);
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void OnUp()
    {
        _cluster.Unsubscribe(Self);
        _offers = true;
        Announce(_reader);
    }

    /// <summary>From here on the sharded workers may stop, and are not started anew while their region leaves.</summary>
    private void OnDrain(QueueReaderProtocol.DrainWorker drain)
    {
        _drains = true;
        _reader.Forward(drain);
    }

    private void OnTick()
    {
        foreach (var (priority, region) in _regions)
        {
            if (!_drains && !_sharded.ContainsKey(priority))
            {
                region.Tell(new Warm(_worker.Node));
            }
        }
        Announce(_reader);
    }

    private void OnWarmed(Warmed warmed)
    {
        if (_sharded.TryAdd(warmed.Priority, Sender))
        {
            Context.Watch(Sender);
            Announce(_reader);
        }
    }

    private void OnWorkerStopped(Terminated stopped)
    {
        foreach (var (priority, worker) in _sharded.ToArray())
        {
            if (worker.Equals(stopped.ActorRef))
            {
                _sharded.Remove(priority); // the region starts it anew for the next message
            }
        }
        OnTick();
    }

    private void OnEnded(QueueReaderProtocol.JobsEnded ended)
    {
        if (Math.Abs(_worker.Window - _announced) > NotableChange * _announced)
        {
            Announce(_reader);
        }
        _reader.Tell(ended);
    }

    private void Announce(IActorRef reader)
    {
        if (!_offers)
        {
            return;
        }
        _announced = _worker.Window;
        reader.Tell(new QueueReaderProtocol.AnnounceWorker(_worker.Report(), _announced, _worker.HeldCount, Self)
        {
            Workers = [.. _standIns.Select(standIn =>
                new WorkerAddress(standIn.Key, _sharded.GetValueOrDefault(standIn.Key, standIn.Value)))],
        });
    }

    private sealed record AnnounceTick
    {
        public static AnnounceTick Instance { get; } = new();
    }
}
