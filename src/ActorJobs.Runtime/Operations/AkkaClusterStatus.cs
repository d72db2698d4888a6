using System.Collections.Immutable;
using ActorJobs.Operations;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Runtime.QueueReader;
using Akka.Actor;
using Akka.Cluster;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Runtime.Operations;

/// <summary>Membership from Akka.Cluster, worker reports from the queue reader.</summary>
internal sealed class AkkaClusterStatus(ActorSystem system, IActorRef reader) : IClusterStatus
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<ImmutableArray<NodeStatus>> GetNodesAsync(CancellationToken cancellationToken)
    {
        var state = AkkaCluster.Get(system).State;
        var workers = (await GetReaderAsync(cancellationToken)).Workers.ToDictionary(report => report.Node);
        return [.. state.Members.OrderBy(member => NodeIds.ToText(member.Address), StringComparer.Ordinal).Select(member =>
            ToStatus(member, state.Unreachable.Contains(member), workers))];
    }

    public async Task<ReaderStatus> GetReaderAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await reader.Ask<ReaderStatus>(QueueReaderProtocol.GetStatus.Instance, Patience, cancellationToken);
        }
        catch (AskTimeoutException)
        {
            return ReaderStatus.Unknown;
        }
    }

    private static NodeStatus ToStatus(Member member, bool unreachable, Dictionary<NodeId, WorkerReport> workers)
    {
        var node = member.UniqueAddress.ToNodeId();
        var status = unreachable ? "unreachable" : member.Status.ToString().ToLowerInvariant();
        return new NodeStatus(
            node, [.. member.Roles.Order(StringComparer.Ordinal)], status, workers.GetValueOrDefault(node));
    }
}
