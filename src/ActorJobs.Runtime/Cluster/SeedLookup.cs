using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace ActorJobs.Runtime.Cluster;

/// <summary>
/// The nodes to join by: those that are named, and those that stand behind names now. Behind a name they are in order of their
/// addresses, so that all nodes that see the same ones agree on the first.
/// </summary>
/// <param name="self">This node.</param>
/// <param name="named">Nodes that are named, in order.</param>
/// <param name="names">Names, each with the port of its nodes.</param>
internal sealed class SeedLookup(Address self, ImmutableArray<Address> named, ImmutableArray<(string Name, int Port)> names)
{
    /// <summary>The nodes that are named.</summary>
    public ImmutableArray<Address> Named => named;

    /// <summary>False when looking again would find nothing else.</summary>
    public bool Changes => !names.IsEmpty;

    /// <summary>Looks; a name that is not known yet stands for nobody.</summary>
    public async Task<ImmutableArray<Address>> FindAsync()
    {
        var found = named.ToBuilder();
        foreach (var (name, port) in names)
        {
            found.AddRange((await ResolveAsync(name))
                .OrderBy(address => address.GetAddressBytes(), Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))
                .Select(address => self.WithHost(address.ToString()).WithPort(port)));
        }
        return [.. found.Distinct()];
    }

    private async Task<IPAddress[]> ResolveAsync(string name)
    {
        var family = self.Host!.Contains(':', StringComparison.Ordinal) ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        try
        {
            return await Dns.GetHostAddressesAsync(name, family);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
