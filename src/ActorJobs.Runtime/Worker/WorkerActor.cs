using Akka.Actor;
using Microsoft.Extensions.Logging;
using static ActorJobs.Runtime.Worker.WorkerProtocol;

namespace ActorJobs.Runtime.Worker;

/// <summary>
/// The sharded worker of one node and priority: the address at which the cluster reaches the node's slots. It holds
/// nothing; a restart loses nothing.
/// </summary>
internal sealed partial class WorkerActor : ReceiveActor
{
    private readonly ILogger _logger;

    public WorkerActor(NodeWorker worker, Priority priority, ILogger<WorkerActor> logger)
    {
        _logger = logger;
        Receive<IForNode>(message => message.Node != worker.Node, message =>
            LogMisdirected(message.GetType().Name, message.Node.ToString(), worker.Node.ToString()));
        Receive<AssignJobs>(worker.Accept);
        Receive<CancelJob>(cancel => Sender.Tell(new CancelNoted(cancel.Job, worker.Cancel(cancel.Job))));
        Receive<Warm>(_ => Sender.Tell(new Warmed(priority)));
    }

    public static Props Props(NodeWorker worker, Priority priority, ILogger<WorkerActor> logger) =>
        Akka.Actor.Props.Create(() => new WorkerActor(worker, priority, logger));

    [LoggerMessage(1301, LogLevel.Error, "{Message} for node {Wanted} arrived at {Here} and was ignored")]
    private partial void LogMisdirected(string message, string wanted, string here);
}
