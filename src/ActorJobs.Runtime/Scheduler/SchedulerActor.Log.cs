using Microsoft.Extensions.Logging;

namespace ActorJobs.Runtime.Scheduler;

internal sealed partial class SchedulerActor
{
    [LoggerMessage(1801, LogLevel.Debug,
        "Read {Schedules} schedules from the journal up to event {Event}; {Pending} fires are planned")]
    private partial void LogRecovered(int schedules, long @event, int pending);

    [LoggerMessage(1802, LogLevel.Information,
        "The scheduler is active: {Schedules} schedules, {Pending} fires of its predecessor to carry out, taken over in {Seconds:0.000} s")]
    private partial void LogOpened(int schedules, int pending, double seconds);

    [LoggerMessage(1803, LogLevel.Error, "The scheduler cannot read its journal; it tries again")]
    private partial void LogRecoveryFailed(Exception reason);

    [LoggerMessage(1804, LogLevel.Warning,
        "The scheduler could not write event {Event}, because the journal is away or another scheduler has taken over; it reads the journal again: {Reason}")]
    private partial void LogPersistFailed(long @event, string reason);

    [LoggerMessage(1805, LogLevel.Warning, "The scheduler on {Node} has taken over and cannot be reached from here; this one waits")]
    private partial void LogYields(string node);

    [LoggerMessage(1806, LogLevel.Warning, "The scheduler did not run for {Seconds:0} s; it reads its journal again")]
    private partial void LogStalled(double seconds);

    [LoggerMessage(1807, LogLevel.Warning, "The store failed; the scheduler tries again in {Seconds} s: {Reason}")]
    private partial void LogStoreFailed(double seconds, string reason);

    [LoggerMessage(1808, LogLevel.Error, "The queue refuses the job of the fire {Fire}, which makes none: {Reason}")]
    private partial void LogRefused(string fire, string reason);

    [LoggerMessage(1809, LogLevel.Debug, "{Count} fires have their jobs")]
    private partial void LogFired(int count);

    [LoggerMessage(1810, LogLevel.Information, "The scheduler stopped; another may take over")]
    private partial void LogStopped();

    [LoggerMessage(1811, LogLevel.Warning, "The scheduler could not save a snapshot, the next one comes in time: {Reason}")]
    private partial void LogSnapshotFailed(string reason);

    [LoggerMessage(1812, LogLevel.Warning, "The scheduler could not delete old events, the next snapshot tries again: {Reason}")]
    private partial void LogDeleteFailed(string reason);

    [LoggerMessage(1813, LogLevel.Debug, "Events up to {Event} are deleted")]
    private partial void LogForgets(long @event);

    [LoggerMessage(1814, LogLevel.Error, "The schedules file was not applied, its schedules stay as they were: {Reason}")]
    private partial void LogFileRefused(string reason);

    [LoggerMessage(1815, LogLevel.Information, "{Owner} {Source} defines schedules: {Defined} new or changed, {Removed} removed")]
    private partial void LogReplaced(string owner, string source, int defined, int removed);
}
