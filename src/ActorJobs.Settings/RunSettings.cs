using ActorJobs.Client;

namespace ActorJobs.Settings;

/// <summary>How long attempts may take and what jobs get that do not say.</summary>
/// <param name="Defaults"><c>MAX_RETRIES</c> (0 to 100, default 3), <c>JOB_TIMEOUT</c> (100 ms to 7 d, default 5 min)
/// and <c>MAX_PAYLOAD_BYTES</c> (1 KiB to 4 MiB, default 256 KiB).</param>
/// <param name="StuckTimeout"><c>STUCK_RUN_TIMEOUT_MINUTES</c>: a run with no sign of life for so long is cancelled;
/// 0.01 to 10080 min, default 30 min.</param>
/// <param name="CancellationGrace"><c>CANCELLATION_GRACE</c>: how long a handler may ignore its cancelled token before
/// its slot is given up; 100 ms to 5 min, default 5 s.</param>
/// <param name="ShutdownTimeout"><c>SHUTDOWN_TIMEOUT</c>: how long a stop waits for running jobs; 0 to 1 h, default 30
/// s.</param>
public sealed record RunSettings(
    JobDefaults Defaults, TimeSpan StuckTimeout, TimeSpan CancellationGrace, TimeSpan ShutdownTimeout)
{
    /// <summary>30 min.</summary>
    public static readonly TimeSpan DefaultStuckTimeout = TimeSpan.FromMinutes(30);

    /// <summary>5 s.</summary>
    public static readonly TimeSpan DefaultCancellationGrace = TimeSpan.FromSeconds(5);

    /// <summary>30 s.</summary>
    public static readonly TimeSpan DefaultShutdownTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Smallest value of <c>MAX_PAYLOAD_BYTES</c>: 1 KiB.</summary>
    public const int MinPayloadLimit = 1024;

    /// <summary>Largest value of <c>MAX_PAYLOAD_BYTES</c>: 4 MiB.</summary>
    public const int MaxPayloadLimit = 4 * 1024 * 1024;
}
