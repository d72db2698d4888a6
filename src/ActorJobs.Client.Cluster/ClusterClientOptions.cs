using System.Collections.Immutable;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Client;
using ActorJobs.Settings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Client.Cluster;

/// <summary>How a program outside of a cluster reaches it.</summary>
public sealed record ClusterClientOptions
{
    /// <summary>
    /// Nodes of any mode, as <c>host:port</c> of their CLUSTER_HOST and CLUSTER_PORT. At least one; two or more, so
    /// that one of them may be down while the program starts. Other nodes are learned from them.
    /// </summary>
    public required ImmutableArray<string> Contacts { get; init; }

    /// <summary>Longest time of a call, with its repetitions: after it the call has failed.</summary>
    /// <value>30 s; from 1 s to 10 min.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a node may take to answer before the same jobs are sent again, under the same ids, perhaps to another
    /// node.
    /// </summary>
    /// <value>5 s; from 100 ms to <see cref="Timeout"/>. Shorter goes on sooner when a node dies, and repeats
    /// more.</value>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most calls under way at a time; others wait, as part of their <see cref="Timeout"/>.</summary>
    /// <value>64; from 1 to 1000. Bounds memory together with <see cref="MaxBatchBytes"/>.</value>
    public int MaxConcurrentCalls { get; init; } = 64;

    /// <summary>Most bytes of the jobs of one call, as they are sent; more are refused.</summary>
    /// <value>7 MiB, which is also the most; from 64 KiB. Remoting drops messages above 8 MiB.</value>
    public int MaxBatchBytes { get; init; } = EnqueueParts.MaxBytes;

    /// <summary>Retries and time-out of jobs that set none.</summary>
    /// <value>3 retries and 5 minutes. The largest payload is the smaller of this one and the node's.</value>
    public JobDefaults Defaults { get; init; } =
        JobDefaults.Standard with { MaxPayloadBytes = RunSettings.MaxPayloadLimit };

    /// <summary>Encrypts payloads before they leave the program, as <c>AesGcmPayloads</c> of
    /// ActorJobs.Encryption.</summary>
    /// <value>Payloads stay in plain, unless the node has a key.</value>
    public IPayloadProtector Protector { get; init; } = PlainPayloads.Instance;

    /// <summary>This program's certificate and the cluster's authority, where the cluster has TLS.</summary>
    /// <value>Null: in plain.</value>
    public ClusterTlsSettings? Tls { get; init; }

    /// <summary>Name or address under which nodes know this program; they open no connections to it.</summary>
    /// <value>Null: the address by which this machine reaches the first contact.</value>
    public string? Host { get; init; }

    /// <summary>Gets warnings, such as why a node's certificate is refused.</summary>
    /// <value>Nothing is logged.</value>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
