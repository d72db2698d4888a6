using System.Collections.Immutable;
using ActorJobs.Runtime.QueueReader;
using Akka.Actor;
using static ActorJobs.Runtime.Worker.WorkerProtocol;

namespace ActorJobs.Runtime.Worker;

/// <summary>
/// Speaks for the node's worker to the queue reader: what it offers, what has ended, what it holds. It offers nothing before
/// the sharded workers can be reached, which takes a node that joins until it is up, and tells where they are: so a hand-over
/// of the sharding coordinator holds up no job.
/// </summary>
internal sealed class WorkerAgentActor : ReceiveActor, IWithTimers
{
    private const double NotableChange = 0.25;
    private static readonly TimeSpan AnnounceInterval = TimeSpan.FromSeconds(1);

    private readonly NodeWorker _worker;
    private readonly QueueReaders _readers;
    private readonly ImmutableDictionary<Priority, IActorRef> _regions;
    private readonly Dictionary<Priority, IActorRef> _workers = [];
    private bool _offers;
    private bool _drains;
    private readonly int[] _announced;

    public WorkerAgentActor(NodeWorker worker, QueueReaders readers, ImmutableDictionary<Priority, IActorRef> regions)
    {
        _worker = worker;
        _readers = readers;
        _announced = new int[readers.Count];
        _regions = regions;
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
    public static Props Props(NodeWorker worker, QueueReaders readers, ImmutableDictionary<Priority, IActorRef> regions) =>
        Akka.Actor.Props.Create(() => new WorkerAgentActor(worker, readers, regions));

    protected override void PreStart()
    {
        var self = Self;
        _worker.Ended = ended => self.Tell(ended);
        Timers.StartPeriodicTimer(nameof(AnnounceTick), AnnounceTick.Instance, TimeSpan.Zero, AnnounceInterval);
    }

    private void OnTick()
    {
        foreach (var (priority, region) in _regions)
        {
            if (!_drains && !_workers.ContainsKey(priority))
            {
                region.Tell(new Warm(_worker.Node));
            }
        }
        Announce();
    }

    private void OnWarmed(Warmed warmed)
    {
        if (_workers.TryAdd(warmed.Priority, Sender))
        {
            Context.Watch(Sender);
            _offers |= _workers.Count == _regions.Count;
            Announce();
        }
    }

    private void OnWorkerStopped(Terminated stopped)
    {
        foreach (var (priority, worker) in _workers.ToArray())
        {
            if (worker.Equals(stopped.ActorRef))
            {
                _workers.Remove(priority); // the region starts it anew for the next message
            }
        }
        OnTick();
    }

    private void OnEnded(QueueReaderProtocol.JobsEnded ended)
    {
        for (var partition = 0; partition < _readers.Count; partition++)
        {
            var of = _readers.Count == 1 ? ended : Part(ended, partition);
            AnnounceChange(partition);
            if (!of.Jobs.IsEmpty || !of.Lanes.IsEmpty || of.EarliestDue is not null)
            {
                _readers[partition].Tell(of);
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
            var held = HeldOf(partition);
            Announce(partition, held, WindowOf(held));
        }
    }

    private void AnnounceChange(int partition)
    {
        var held = HeldOf(partition);
        var window = WindowOf(held);
        if (Math.Abs(window - _announced[partition]) > NotableChange * _announced[partition])
        {
            Announce(partition, held, window);
        }
    }

    private void Announce(int partition, int held, int window)
    {
        if (!_offers)
        {
            return;
        }
        _announced[partition] = window;
        _readers[partition].Tell(new QueueReaderProtocol.AnnounceWorker(_worker.Report(), window, held, Self)
        {
            Workers = [.. _workers.Select(worker => new WorkerAddress(worker.Key, worker.Value))],
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
