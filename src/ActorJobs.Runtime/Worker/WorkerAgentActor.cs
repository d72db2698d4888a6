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
    private readonly IActorRef _reader;
    private readonly ImmutableDictionary<Priority, IActorRef> _regions;
    private readonly Dictionary<Priority, IActorRef> _workers = [];
    private bool _offers;
    private bool _drains;
    private int _announced;

    public WorkerAgentActor(NodeWorker worker, IActorRef reader, ImmutableDictionary<Priority, IActorRef> regions)
    {
        _worker = worker;
        _reader = reader;
        _regions = regions;
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
    public static Props Props(NodeWorker worker, IActorRef reader, ImmutableDictionary<Priority, IActorRef> regions) =>
        Akka.Actor.Props.Create(() => new WorkerAgentActor(worker, reader, regions));

    protected override void PreStart()
    {
        var self = Self;
        _worker.Ended = ended => self.Tell(ended);
        Timers.StartPeriodicTimer(nameof(AnnounceTick), AnnounceTick.Instance, TimeSpan.Zero, AnnounceInterval);
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
        if (Math.Abs(_worker.Window - _announced) > NotableChange * _announced)
        {
            Announce();
        }
        _reader.Tell(ended);
    }

    private void Announce()
    {
        if (!_offers)
        {
            return;
        }
        _announced = _worker.Window;
        _reader.Tell(new QueueReaderProtocol.AnnounceWorker(_worker.Report(), _announced, _worker.HeldCount, Self)
        {
            Workers = [.. _workers.Select(worker => new WorkerAddress(worker.Key, worker.Value))],
        });
    }

    private sealed record AnnounceTick
    {
        public static AnnounceTick Instance { get; } = new();
    }
}
