using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace ActorJobs.Runtime.Cluster;

/// <summary>
/// Puts each shard on the node it is named after and leaves it there: a running job cannot move, and hand-off would
/// stop it.
/// </summary>
/// <param name="self">Address of the coordinator's own node, whose region has a path without an address.</param>
internal sealed class PinnedShardAllocation(Address self) : IShardAllocationStrategy
{
    private static readonly Task<IImmutableSet<string>> Nothing =
        Task.FromResult<IImmutableSet<string>>(ImmutableHashSet<string>.Empty);

    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId,
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        var home = NodeId.TryParse(shardId, out var node)
            ? currentShardAllocations.Keys.FirstOrDefault(region => AddressOf(region) == node.Address)
            : null;
        return home is null
            ? Task.FromException<IActorRef>(new InvalidOperationException($"No region of node {shardId} is registered."))
            : Task.FromResult(home);
    }

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations,
        IImmutableSet<string> rebalanceInProgress) => Nothing;

    private string AddressOf(IActorRef region) =>
        NodeIds.ToText(region.Path.Address.HasLocalScope ? self : region.Path.Address);
}
