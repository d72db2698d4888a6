using ActorJobs.Stores;

namespace ActorJobs.Operations;

/// <summary>What a process must have to be of use. Each check answers a sentence that says what is wrong, or null.</summary>
public static class Readiness
{
    /// <summary>Does the store answer?</summary>
    /// <exception cref="ActorJobsException">It does not; the message says so.</exception>
    public static async Task<string?> StoreAsync(IJobStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        await store.PingAsync(cancellationToken);
        return null;
    }

    /// <summary>Is this process a member that is up?</summary>
    public static async Task<string?> MemberAsync(NodeId? self, IClusterStatus cluster, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        if (self is not { } node)
        {
            return "This process has not joined the cluster.";
        }
        var nodes = await cluster.GetNodesAsync(cancellationToken);
        var status = nodes.FirstOrDefault(member => member.Node == node)?.Status;
        return status == "up" ? null : $"This member is {status ?? "not in the cluster"}, not up.";
    }

    /// <summary>Does the queue reader answer? Without it jobs wait; they are taken in all the same.</summary>
    public static async Task<string?> ReaderAsync(IClusterStatus cluster, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return (await cluster.GetReaderAsync(cancellationToken)).Node is null
            ? "No queue reader answers, so no job is handed out."
            : null;
    }
}
