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
    private readonly QueueReaders _readers;
    private readonly ImmutableDictionary<Priority, IActorRef> _regions;
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly ImmutableDictionary<Priority, IActorRef> _standIns;
    private readonly Dictionary<Priority, IActorRef> _sharded = [];
    private readonly int[] _announced;
    private bool _offers;
    private bool _drains;

    public WorkerAgentActor(
        NodeWorker worker, QueueReaders readers, ImmutableDictionary<Priority, IActorRef> regions, ILogger<WorkerActor> logger)
    {
        _worker = worker;
        _readers = readers;
        _announced = new int[readers.Count];
        _regions = regions;
        _standIns = regions.Keys.ToImmutableDictionary(
            priority => priority, priority => Context.ActorOf(WorkerActor.Props(worker, priority, logger), priority.ToName()));
        Receive<ClusterEvent.MemberUp>(up => up.Member.UniqueAddress.Equals(_cluster.SelfUniqueAddress), _ => OnUp());
        Receive<ClusterEvent.MemberUp>(_ => { });
        Receive<ReaderStarted>(started => Announce(started.Partition, Sender));
        Receive<AnnounceTick>(_ => OnTick());
        Receive<Warmed>(OnWarmed);
        Receive<Terminated>(OnWorkerStopped);
        Receive<QueueReaderProtocol.JobsEnded>(OnEnded);
        Receive<GetHeldJobs>(get => Sender.Tell(new HeldJobs(_worker.Node, [.. _worker.HeldOf(get.Partition)])));
        Receive<Draining>(_ => _drains = true);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="worker">The node's worker.</param>
    /// <param name="readers">The queue's readers.</param>
    /// <param name="regions">Of the priorities that the node takes.</param>
    /// <param name="logger">Of the workers that stand in for the sharded ones.</param>
    public static Props Props(
        NodeWorker worker, QueueReaders readers, ImmutableDictionary<Priority, IActorRef> regions, ILogger<WorkerActor> logger) =>
        Akka.Actor.Props.Create(() => new WorkerAgentActor(worker, readers, regions, logger));

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
        Announce();
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
        Announce();
    }

    private void OnWarmed(Warmed warmed)
    {
        if (_sharded.TryAdd(warmed.Priority, Sender))
        {
            Context.Watch(Sender);
            Announce();
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
        for (var partition = 0; partition < _readers.Count; partition++)
        {
            var (window, announced) = (WindowOf(HeldOf(partition)), _announced[partition]);
            if (Math.Abs(window - announced) > NotableChange * announced)
            {
                Announce(partition, _readers[partition]);
            }
            var theirs = _readers.Count == 1 ? ended : Part(ended, partition);
            if (!theirs.Jobs.IsEmpty || !theirs.Lanes.IsEmpty || theirs.EarliestDue is not null)
            {
                _readers[partition].Tell(theirs);
            }
        }
    }

    /// <summary>What one reader is told: of its own jobs, and of what became ready, which may be anybody's.</summary>
    private static QueueReaderProtocol.JobsEnded Part(QueueReaderProtocol.JobsEnded ended, int partition) =>
        ended with { Jobs = [.. ended.Jobs.Where(job => job.Partition == partition)] };

    private void Announce()
    {
        for (var partition = 0; partition < _readers.Count; partition++)
        {
            Announce(partition, _readers[partition]);
        }
    }

    private void Announce(int partition, IActorRef reader)
    {
        if (!_offers)
        {
            return;
        }
        var held = HeldOf(partition);
        _announced[partition] = WindowOf(held);
        reader.Tell(new QueueReaderProtocol.AnnounceWorker(_worker.Report(), _announced[partition], held, Self)
        {
            Workers = [.. _standIns.Select(standIn =>
                new WorkerAddress(standIn.Key, _sharded.GetValueOrDefault(standIn.Key, standIn.Value)))],
        });
    }

    private int HeldOf(int partition) =>
        _readers.Count == 1 ? _worker.HeldCount : _worker.HeldOf(partition).Count();

    /// <summary>
    /// What a reader may hand over to the node at a time. Of several readers each gets what it has and its part of what is
    /// free, or all of it while that is no more than the slots: one that alone has jobs can fill them, and when all have, a few
    /// wait here, which is what <c>max-wait</c> is for.
    /// </summary>
    private int WindowOf(int held)
    {
        var window = _worker.Window;
        if (_readers.Count == 1)
        {
            return window;
        }
        var free = Math.Max(0, window - _worker.HeldCount);
        return window == 0 ? 0 : held + Math.Max(free / _readers.Count, Math.Min(free, _worker.Slots.Usable));
    }

    /// <summary>The node drains: its sharded workers may stop, and are not started anew while their region leaves.</summary>
    internal sealed record Draining : INoSerializationVerificationNeeded
    {
        public static Draining Instance { get; } = new();
    }

    private sealed record AnnounceTick
    {
        public static AnnounceTick Instance { get; } = new();
    }
}
