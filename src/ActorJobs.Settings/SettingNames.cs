using System.Collections.Immutable;

namespace ActorJobs.Settings;

/// <summary>
/// The names of all settings, as environment variables and as keys of the section <see cref="Section"/>. Defaults and
/// ranges stand in <c>README.md</c> of this project and with the settings they become.
/// </summary>
public static class SettingNames
{
    /// <summary>Section of <c>appsettings</c> that may hold the same keys; the environment wins over it.</summary>
    public const string Section = "ActorJobs";

    /// <summary>Who may use the gateway.</summary>
    public const string ApiKeys = "API_KEYS";

    /// <summary>How long a handler may ignore its cancelled token before its slot is given up.</summary>
    public const string CancellationGrace = "CANCELLATION_GRACE";

    /// <summary>Where other nodes reach this one.</summary>
    public const string ClusterHost = "CLUSTER_HOST";

    /// <summary>Port of this node in the cluster.</summary>
    public const string ClusterPort = "CLUSTER_PORT";

    /// <summary>Nodes to join by.</summary>
    public const string ClusterSeeds = "CLUSTER_SEEDS";

    /// <summary>Authority that the certificates of all members must come from.</summary>
    public const string ClusterTlsCa = "CLUSTER_TLS_CA";

    /// <summary>Certificate and key of this node; set: all traffic of the cluster is TLS.</summary>
    public const string ClusterTlsCertificate = "CLUSTER_TLS_CERTIFICATE";

    /// <summary>Opens the file of the certificate.</summary>
    public const string ClusterTlsPassword = "CLUSTER_TLS_PASSWORD";

    /// <summary>Jobs are kept in PostgreSQL.</summary>
    public const string DatabaseUrl = "DATABASE_URL";

    /// <summary>This process may host the scheduler.</summary>
    public const string EnableScheduler = "ENABLE_SCHEDULER";

    /// <summary>Switches the <c>exec</c> type on, for these commands.</summary>
    public const string ExecJobCommands = "EXEC_JOB_COMMANDS";

    /// <summary>Where the gateway listens.</summary>
    public const string GatewayUrl = "GATEWAY_URL";

    /// <summary>Folder of published class libraries whose handlers this process runs.</summary>
    public const string HandlersPath = "HANDLERS_PATH";

    /// <summary>Health and metrics of a process without a gateway.</summary>
    public const string HealthUrl = "HEALTH_URL";

    /// <summary>Switches the <c>http</c> type on, for these hosts.</summary>
    public const string HttpJobHosts = "HTTP_JOB_HOSTS";

    /// <summary>Longest attempt of a job that sets none.</summary>
    public const string JobTimeout = "JOB_TIMEOUT";

    /// <summary>Signs the tokens of the gateway's callers.</summary>
    public const string JwtSecret = "JWT_SECRET";

    /// <summary>Form of a log line.</summary>
    public const string LogFormat = "LOG_FORMAT";

    /// <summary>Least severe line that is logged.</summary>
    public const string LogLevel = "LOG_LEVEL";

    /// <summary>Largest payload, as JSON.</summary>
    public const string MaxPayloadBytes = "MAX_PAYLOAD_BYTES";

    /// <summary>Attempts after the first, of a job that sets none.</summary>
    public const string MaxRetries = "MAX_RETRIES";

    /// <summary>Time between two "System metrics" lines.</summary>
    public const string MetricsInterval = "METRICS_INTERVAL";

    /// <summary>Keys that encrypt payloads; never loaded by scheduler-only and gateway-only.</summary>
    public const string PayloadEncryptionKey = "PAYLOAD_ENCRYPTION_KEY";

    /// <summary>Readers that share the queue.</summary>
    public const string QueuePartitions = "QUEUE_PARTITIONS";

    /// <summary>The queue lives in Redis.</summary>
    public const string RedisUrl = "REDIS_URL";

    /// <summary>Failed jobs kept, the newest.</summary>
    public const string RetainFailedCount = "RETAIN_FAILED_COUNT";

    /// <summary>How long succeeded and cancelled jobs are kept.</summary>
    public const string RetainSucceeded = "RETAIN_SUCCEEDED";

    /// <summary>Succeeded and cancelled jobs kept on Redis, the newest.</summary>
    public const string RetainSucceededCount = "RETAIN_SUCCEEDED_COUNT";

    /// <summary>Registers the sample types.</summary>
    public const string SampleJobs = "SAMPLE_JOBS";

    /// <summary>Longest time between two looks at the schedules.</summary>
    public const string SchedulerInterval = "SCHEDULER_INTERVAL";

    /// <summary>File of schedules that the active scheduler's node applies.</summary>
    public const string SchedulesFile = "SCHEDULES_FILE";

    /// <summary>How long a stop waits for running jobs.</summary>
    public const string ShutdownTimeout = "SHUTDOWN_TIMEOUT";

    /// <summary>Where jobs are kept when neither URL is set.</summary>
    public const string SqlitePath = "SQLITE_PATH";

    /// <summary>A run without a sign of life for so long is cancelled.</summary>
    public const string StuckRunTimeoutMinutes = "STUCK_RUN_TIMEOUT_MINUTES";

    /// <summary>How the span of a run stands to that of its enqueue.</summary>
    public const string TraceRuns = "TRACE_RUNS";

    /// <summary>Slots; none in scheduler-only and gateway-only.</summary>
    public const string WorkerConcurrency = "WORKER_CONCURRENCY";

    /// <summary>Workers among which the slots are divided.</summary>
    public const string WorkerCount = "WORKER_COUNT";

    /// <summary>Types this process takes.</summary>
    public const string WorkerJobTypes = "WORKER_JOB_TYPES";

    /// <summary>What this process does.</summary>
    public const string WorkerMode = "WORKER_MODE";

    /// <summary>Priorities this process takes.</summary>
    public const string WorkerPriorities = "WORKER_PRIORITIES";

    /// <summary>Every name, in alphabetical order.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        ApiKeys, CancellationGrace, ClusterHost, ClusterPort, ClusterSeeds, ClusterTlsCa, ClusterTlsCertificate,
        ClusterTlsPassword, DatabaseUrl, EnableScheduler, ExecJobCommands,
        GatewayUrl, HandlersPath, HealthUrl, HttpJobHosts, JobTimeout, JwtSecret, LogFormat, LogLevel, MaxPayloadBytes, MaxRetries,
        MetricsInterval, PayloadEncryptionKey, QueuePartitions, RedisUrl, RetainFailedCount, RetainSucceeded,
        RetainSucceededCount, SampleJobs, SchedulerInterval, SchedulesFile, ShutdownTimeout, SqlitePath, StuckRunTimeoutMinutes, TraceRuns,
        WorkerConcurrency, WorkerCount, WorkerJobTypes, WorkerMode, WorkerPriorities,
    ];

    /// <summary>Names whose values are never shown, in faults or anywhere else; a child process must not inherit
    /// them.</summary>
    public static ImmutableArray<string> Secrets { get; } =
        [ApiKeys, ClusterTlsPassword, DatabaseUrl, JwtSecret, PayloadEncryptionKey, RedisUrl];
}
