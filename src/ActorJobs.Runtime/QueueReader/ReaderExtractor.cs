using Akka.Cluster.Sharding;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>
/// Shard and entity are both the index of the partition, which the envelopes of <see cref="ReaderDoorActor"/> name; nothing is
/// sent without one.
/// </summary>
internal sealed class ReaderExtractor : IMessageExtractor
{
    public string? EntityId(object message) => null;

    public object EntityMessage(object message) => message;

    public string? ShardId(object message) => null;

    public string ShardId(string entityId, object? messageHint = null) => entityId;
}
