using System.Collections.Immutable;

namespace ActorJobs.Settings;

/// <summary>This node in the cluster.</summary>
/// <param name="Host"><c>CLUSTER_HOST</c>: name or address by which others reach it, or
/// <c>auto</c> for the machine's own; default 127.0.0.1.</param>
/// <param name="Port"><c>CLUSTER_PORT</c>: 0 to 65535, 0 for any free one; default 4053, in thin 0.</param>
/// <param name="Seeds"><c>CLUSTER_SEEDS</c>: nodes to join by, in order; empty means the node itself.</param>
public sealed record ClusterSettings(string Host, int Port, ImmutableArray<HostAndPort> Seeds)
{
    /// <summary>Address when the setting is not set.</summary>
    public const string DefaultHost = "127.0.0.1";

    /// <summary>Port when the setting is not set and the mode is not thin.</summary>
    public const int DefaultPort = 4053;

    /// <summary><c>CLUSTER_TLS_…</c>: TLS with certificates on both sides; null: traffic is in plain.</summary>
    public ClusterTlsSettings? Tls { get; init; }

    /// <summary>
    /// The entries <c>dns:name:port</c> of <c>CLUSTER_SEEDS</c>: names that stand for the addresses of all nodes at the moment, as
    /// that of a headless service does.
    /// </summary>
    public ImmutableArray<HostAndPort> SeedNames { get; init; } = [];

    /// <summary>
    /// <c>QUEUE_PARTITIONS</c>: readers that share the queue, alike on all nodes; 1 to 64, default 1.
    /// </summary>
    public int QueuePartitions { get; init; } = 1;

    /// <summary>True when a seed is another node than this one.</summary>
    public bool NamesOtherNodes => !SeedNames.IsEmpty || Seeds.Any(seed =>
        seed.Port != Port || !string.Equals(seed.Host, Host, StringComparison.OrdinalIgnoreCase));
}
