using System.Globalization;
using ActorJobs.Stores;
using Akka.Actor;

namespace ActorJobs.Runtime.Cluster;

/// <summary>
/// The lease that the leader of the cluster on this store keeps, and a mark beside it while that cluster is one node. By the
/// lease a node that waits outside finds the cluster when none of its seeds lives; by the mark a node that is started again
/// after a crash knows that no other part of its cluster can live.
/// </summary>
/// <param name="store">An open store.</param>
/// <param name="self">This node.</param>
internal sealed class ClusterLease(ILeaseStore store, NodeId self)
{
    private const string Lease = "cluster";
    private const int EnoughFreeLooks = 3;
    private const string AloneMark = "cluster/alone";
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Always = TimeSpan.FromDays(3650);
    private static readonly CrashWatchSettings Probing = new();
    private readonly string _owner = self.ToString();
    private int _freeLooks = EnoughFreeLooks;

    /// <summary>Takes or renews the lease for a cluster that lives; false when another node holds it.</summary>
    /// <param name="gone">Nodes that the cluster has taken out: one that led leaves it to whoever leads now.</param>
    public async Task<bool> TakeToLeadAsync(IReadOnlyCollection<NodeId> gone) => await TakeAsync()
        || (await HolderAsync(Lease) is { } holder && gone.Contains(holder) && await TakeFromAsync(holder));

    /// <summary>
    /// Takes the lease to make a new cluster; false when a cluster lives, or may live. One that its only node has left in a
    /// crash does not. A lease that somebody held and that has run out is left to the rest of that cluster for some looks more.
    /// </summary>
    public async Task<bool> TakeToFoundAsync()
    {
        if (await HolderAsync(Lease) is { } holder && holder != self)
        {
            _freeLooks = 0;
            if (await HolderAsync(AloneMark) != holder || !await IsDeadAsync(holder) || !await TakeFromAsync(holder))
            {
                return false;
            }
        }
        else if (_freeLooks++ < EnoughFreeLooks || !await TakeAsync())
        {
            return false;
        }
        await MarkAloneAsync();
        return true;
    }

    private Task<bool> TakeAsync() => store.TakeLeaseAsync(Lease, _owner, Duration, CancellationToken.None);

    private async Task<bool> TakeFromAsync(NodeId holder)
    {
        await store.ReleaseLeaseAsync(Lease, holder.ToString(), CancellationToken.None);
        return await TakeAsync();
    }

    /// <summary>The cluster is this node: what else was of it has left or been taken out, and does not go on.</summary>
    public async Task MarkAloneAsync()
    {
        await UnmarkAloneAsync();
        await store.TakeLeaseAsync(AloneMark, _owner, Always, CancellationToken.None);
    }

    /// <summary>The cluster has more than one node.</summary>
    public async Task UnmarkAloneAsync()
    {
        if (await store.GetLeaseOwnerAsync(AloneMark, CancellationToken.None) is { } owner)
        {
            await store.ReleaseLeaseAsync(AloneMark, owner, CancellationToken.None);
        }
    }

    /// <summary>Where the node is that leads the cluster on this store; null when there is none, or it is this one.</summary>
    public async Task<Address?> LeaderAsync(Address like) =>
        await HolderAsync(Lease) is { } holder && holder.Address != self.Address
            ? like.WithHost(HostOf(holder)).WithPort(PortOf(holder))
            : null;

    /// <summary>Frees the lease if it is this node's.</summary>
    public Task ReleaseAsync() => store.ReleaseLeaseAsync(Lease, _owner, CancellationToken.None);

    // This node's own address is its own alone: who had it before has ended.
    private async Task<bool> IsDeadAsync(NodeId node) =>
        node.Address == self.Address || await PortProbe.IsRefusedAsync(HostOf(node), PortOf(node), Probing);

    private async Task<NodeId?> HolderAsync(string lease) =>
        NodeId.TryParse(await store.GetLeaseOwnerAsync(lease, CancellationToken.None), out var node) ? node : null;

    private static string HostOf(NodeId node) => node.Address[..node.Address.LastIndexOf(':')];

    private static int PortOf(NodeId node) =>
        int.Parse(node.Address.AsSpan(node.Address.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);
}
