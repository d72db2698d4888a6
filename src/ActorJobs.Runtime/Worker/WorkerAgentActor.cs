using ActorJobs.Runtime.QueueReader;
using Akka.Actor;
using static ActorJobs.Runtime.Worker.WorkerProtocol;

namespace ActorJobs.Runtime.Worker;

/// <summary>Speaks for the node's worker to the queue reader: what it offers, what has ended, what it holds.</summary>
internal sealed class WorkerAgentActor : ReceiveActor, IWithTimers
{
    private const double NotableChange = 0.25;
    private static readonly TimeSpan AnnounceInterval = TimeSpan.FromSeconds(1);

    private readonly NodeWorker _worker;
    private readonly IActorRef _reader;
    private int _announced;

    public WorkerAgentActor(NodeWorker worker, IActorRef reader)
    {
        _worker = worker;
        _reader = reader;
        Receive<AnnounceTick>(_ => Announce());
        Receive<QueueReaderProtocol.JobsEnded>(OnEnded);
        Receive<GetHeldJobs>(_ => Sender.Tell(new HeldJobs(_worker.Node, _worker.Held)));
        Receive<QueueReaderProtocol.DrainWorker>(drain => _reader.Forward(drain));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(NodeWorker worker, IActorRef reader) =>
        Akka.Actor.Props.Create(() => new WorkerAgentActor(worker, reader));

    protected override void PreStart()
    {
        var self = Self;
        _worker.Ended = ended => self.Tell(ended);
        Timers.StartPeriodicTimer(nameof(AnnounceTick), AnnounceTick.Instance, TimeSpan.Zero, AnnounceInterval);
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
        _announced = _worker.Window;
        _reader.Tell(new QueueReaderProtocol.AnnounceWorker(_worker.Report(), _announced, _worker.HeldCount, Self));
    }

    private sealed record AnnounceTick
    {
        public static AnnounceTick Instance { get; } = new();
    }
}
