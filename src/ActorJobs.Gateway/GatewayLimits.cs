using ActorJobs.Client;

namespace ActorJobs.Gateway;

/// <summary>The sizes that hold, from the gateway's options and the cluster's defaults.</summary>
internal sealed class GatewayLimits(GatewayOptions options, JobDefaults defaults)
{
    /// <summary>Room for everything of a job but its payload.</summary>
    public const int OverheadBytes = 64 * 1024;

    /// <summary>What jobs get, and the rules they are held to here.</summary>
    public JobDefaults Defaults { get; } = defaults with
    {
        MaxPayloadBytes = Math.Min(options.MaxPayloadBytes, defaults.MaxPayloadBytes),
    };

    /// <summary>Largest body of a call other than a batch, and largest job in a batch.</summary>
    public int MaxBodyBytes => Defaults.MaxPayloadBytes + OverheadBytes;
}
