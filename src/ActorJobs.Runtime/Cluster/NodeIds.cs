using System.Globalization;
using Akka.Actor;
using Akka.Cluster;

namespace ActorJobs.Runtime.Cluster;

/// <summary>Turns Akka's addresses into <see cref="NodeId"/>s.</summary>
internal static class NodeIds
{
    public static NodeId ToNodeId(this UniqueAddress unique) => new(ToText(unique.Address), unique.Uid);

    public static string ToText(Address address) =>
        string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}");
}
