using ActorJobs.Stores;

namespace ActorJobs.Runtime.Cluster;

/// <summary>
/// Notes in the store which nodes the cluster has removed. A node that was frozen wakes long after the others decided without
/// it, and by then the lease that decided is free again; it must not take it and go on as a cluster of its own.
/// </summary>
internal static class GoneNodes
{
    private const string Cluster = "cluster";

    /// <summary>A node that sleeps longer than this may wake unaware; its epoch and its claims are still fenced.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>Notes that the cluster goes on without a node; again is the same.</summary>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    public static Task NoteAsync(ILeaseStore store, NodeId node, CancellationToken cancellationToken) =>
        store.TakeLeaseAsync(Name(node), Cluster, Kept, cancellationToken);

    /// <summary>True when the cluster has gone on without the node.</summary>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    public static async Task<bool> ContainsAsync(ILeaseStore store, NodeId self, CancellationToken cancellationToken) =>
        !await store.TakeLeaseAsync(Name(self), self.ToString(), Moment, cancellationToken);

    private static string Name(NodeId node) => $"gone/{node}";
}
