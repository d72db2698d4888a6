using Akka.Cluster.Sharding;

namespace ActorJobs.Runtime.Worker;

/// <summary>Shard and entity are both the node's name.</summary>
internal sealed class WorkerExtractor : IMessageExtractor
{
    public string? EntityId(object message) => (message as WorkerProtocol.IForNode)?.Node.ToString();

    public object EntityMessage(object message) => message;

    public string? ShardId(object message) => EntityId(message);

    public string ShardId(string entityId, object? messageHint = null) => entityId;
}
