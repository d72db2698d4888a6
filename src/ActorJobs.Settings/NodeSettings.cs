using ActorJobs.Settings.Reading;
using Microsoft.Extensions.Configuration;

namespace ActorJobs.Settings;

/// <summary>All settings of one process. Immutable; holds secrets only as <see cref="SecretText"/>.</summary>
public sealed record NodeSettings
{
    /// <summary>This node in the cluster.</summary>
    public required ClusterSettings Cluster { get; init; }

    /// <summary>Encryption of payloads.</summary>
    public required EncryptionSettings Encryption { get; init; }

    /// <summary>The HTTP gateway.</summary>
    public required GatewaySettings Gateway { get; init; }

    /// <summary>Sample and built-in job types.</summary>
    public required JobTypeSettings JobTypes { get; init; }

    /// <summary>Log lines.</summary>
    public required LoggingSettings Logging { get; init; }

    /// <summary>Health and metrics.</summary>
    public required ObservationSettings Observation { get; init; }

    /// <summary>History.</summary>
    public required RetentionSettings Retention { get; init; }

    /// <summary>Times and limits of runs.</summary>
    public required RunSettings Run { get; init; }

    /// <summary>The scheduler.</summary>
    public required SchedulerSettings Scheduler { get; init; }

    /// <summary>Where jobs are kept.</summary>
    public required StoreSettings Store { get; init; }

    /// <summary>What this process runs.</summary>
    public required WorkerSettings Worker { get; init; }

    /// <summary>Reads and checks everything; never throws for a bad value and never stops at the first.</summary>
    /// <param name="configuration">
    /// Environment variables by their own names at the root, and the section <see cref="SettingNames.Section"/>; the
    /// root wins. Empty values count as not set. A list may be one comma-separated text or, in the section, a JSON
    /// array.
    /// </param>
    /// <param name="kind">Which program reads them; settings of other programs are not looked at.</param>
    public static SettingsReading Read(IConfiguration configuration, NodeKind kind)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return NodeSettingsReader.Read(configuration, kind);
    }
}
