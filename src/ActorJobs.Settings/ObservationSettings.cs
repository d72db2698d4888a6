namespace ActorJobs.Settings;

/// <summary>How this process is watched.</summary>
/// <param name="HealthListen"><c>HEALTH_URL</c>: health and metrics of a process without a gateway; null (the default)
/// when off.</param>
/// <param name="MetricsInterval"><c>METRICS_INTERVAL</c>: time between two "System metrics" log lines; 1 s to 1 h,
/// default 30 s.</param>
public sealed record ObservationSettings(ListenUrl? HealthListen, TimeSpan MetricsInterval)
{
    /// <summary>30 s.</summary>
    public static readonly TimeSpan DefaultMetricsInterval = TimeSpan.FromSeconds(30);

    /// <summary><c>TRACE_RUNS</c>: link or child; default link.</summary>
    public RunParenting TraceRuns { get; init; }
}
