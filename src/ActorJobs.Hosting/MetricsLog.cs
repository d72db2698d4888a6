using System.Diagnostics;
using ActorJobs.Operations;
using ActorJobs.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Hosting;

/// <summary>The "System metrics" log line of a process that runs jobs, every METRICS_INTERVAL (row E9).</summary>
internal sealed partial class MetricsLog(
    NodeService node, NodeSettings settings, TimeProvider time, ILogger<MetricsLog> logger) : BackgroundService
{
    private readonly ILogger _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Worker.RunsJobs)
        {
            return;
        }
        var interval = settings.Observation.MetricsInterval;
        using var timer = new PeriodicTimer(interval, time);
        var started = Stopwatch.GetTimestamp();
        var before = new WorkerTotals(0, 0, 0, 0, TimeSpan.Zero);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = node.Runtime.Worker!.Report().Totals;
            Log(before, now, interval, Stopwatch.GetElapsedTime(started));
            before = now;
        }
    }

    private void Log(WorkerTotals before, WorkerTotals now, TimeSpan interval, TimeSpan uptime)
    {
        var processed = now.Processed - before.Processed;
        var failed = now.Failed - before.Failed;
        var busy = now.BusyTime - before.BusyTime;
        LogMetrics(
            now.Processed, now.Succeeded, now.Failed,
            Math.Round(processed == 0 ? 0 : busy.TotalMilliseconds / processed, 2),
            Math.Round(Math.Min(1, busy / (interval * settings.Worker.Concurrency)), 3),
            Math.Round(processed == 0 ? 0 : (double)failed / processed, 3),
            (long)uptime.TotalSeconds);
    }

    [LoggerMessage(1601, LogLevel.Information,
        "System metrics jobs_processed={JobsProcessed} jobs_completed={JobsCompleted} jobs_failed={JobsFailed} " +
        "avg_duration_ms={AvgDurationMs} worker_utilization={WorkerUtilization} error_rate={ErrorRate} uptime={UptimeSeconds}s")]
    private partial void LogMetrics(
        long jobsProcessed, long jobsCompleted, long jobsFailed, double avgDurationMs, double workerUtilization,
        double errorRate, long uptimeSeconds);
}
