using System.Collections.Immutable;

namespace ActorJobs.Settings;

/// <summary>The names of all settings, as environment variables and as keys of the section <see cref="Section"/>.</summary>
public static class SettingNames
{
    /// <summary>Section of <c>appsettings</c> that may hold the same keys; the environment wins over it.</summary>
    public const string Section = "ActorJobs";

#pragma warning disable CS1591 // Each constant repeats its own name; README.md of this project holds meaning, default and range.
    public const string ApiKeys = "API_KEYS";
    public const string CancellationGrace = "CANCELLATION_GRACE";
    public const string ClusterHost = "CLUSTER_HOST";
    public const string ClusterPort = "CLUSTER_PORT";
    public const string ClusterSeeds = "CLUSTER_SEEDS";
    public const string DatabaseUrl = "DATABASE_URL";
    public const string EnableScheduler = "ENABLE_SCHEDULER";
    public const string ExecJobCommands = "EXEC_JOB_COMMANDS";
    public const string GatewayUrl = "GATEWAY_URL";
    public const string HealthUrl = "HEALTH_URL";
    public const string HttpJobHosts = "HTTP_JOB_HOSTS";
    public const string JobTimeout = "JOB_TIMEOUT";
    public const string JwtSecret = "JWT_SECRET";
    public const string LogFormat = "LOG_FORMAT";
    public const string LogLevel = "LOG_LEVEL";
    public const string MaxPayloadBytes = "MAX_PAYLOAD_BYTES";
    public const string MaxRetries = "MAX_RETRIES";
    public const string MetricsInterval = "METRICS_INTERVAL";
    public const string PayloadEncryptionKey = "PAYLOAD_ENCRYPTION_KEY";
    public const string RedisUrl = "REDIS_URL";
    public const string RetainFailedCount = "RETAIN_FAILED_COUNT";
    public const string RetainSucceeded = "RETAIN_SUCCEEDED";
    public const string SampleJobs = "SAMPLE_JOBS";
    public const string SchedulerInterval = "SCHEDULER_INTERVAL";
    public const string ShutdownTimeout = "SHUTDOWN_TIMEOUT";
    public const string SqlitePath = "SQLITE_PATH";
    public const string StuckRunTimeoutMinutes = "STUCK_RUN_TIMEOUT_MINUTES";
    public const string WorkerConcurrency = "WORKER_CONCURRENCY";
    public const string WorkerJobTypes = "WORKER_JOB_TYPES";
    public const string WorkerMode = "WORKER_MODE";
    public const string WorkerPriorities = "WORKER_PRIORITIES";
#pragma warning restore CS1591

    /// <summary>Every name, in alphabetical order.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        ApiKeys, CancellationGrace, ClusterHost, ClusterPort, ClusterSeeds, DatabaseUrl, EnableScheduler, ExecJobCommands,
        GatewayUrl, HealthUrl, HttpJobHosts, JobTimeout, JwtSecret, LogFormat, LogLevel, MaxPayloadBytes, MaxRetries,
        MetricsInterval, PayloadEncryptionKey, RedisUrl, RetainFailedCount, RetainSucceeded, SampleJobs, SchedulerInterval,
        ShutdownTimeout, SqlitePath, StuckRunTimeoutMinutes, WorkerConcurrency, WorkerJobTypes, WorkerMode, WorkerPriorities,
    ];

    /// <summary>Names whose values are never shown, in faults or anywhere else; a child process must not inherit them.</summary>
    public static ImmutableArray<string> Secrets { get; } =
        [ApiKeys, DatabaseUrl, JwtSecret, PayloadEncryptionKey, RedisUrl];
}
