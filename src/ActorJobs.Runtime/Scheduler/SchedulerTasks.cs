using System.Collections.Immutable;
using ActorJobs.Runtime.Housekeeping;
using ActorJobs.Schedules;
using ActorJobs.Stores;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>
/// Housekeeping that the scheduler does itself, by schedules that people see and may change and pause. It is no job: it must
/// not wait for a slot, nor for a worker that takes its type, and makes no history.
/// </summary>
internal sealed partial class SchedulerTasks(
    HousekeepingSettings settings, IJobChanges store, TimeProvider time, ILogger<SchedulerTasks> logger)
{
    /// <summary>Types of jobs, and ids of schedules, that begin so are ActorJobs' own.</summary>
    public const string Reserved = "actorjobs:";

    private const string PurgeHistory = Reserved + "purge-history";
    private const string TrimFailed = Reserved + "trim-failed";

    /// <summary>Longer than any job is kept, and more than any store holds: what a task leaves alone.</summary>
    private static readonly Retention Everything = new(JobLimits.MaxDelay, int.MaxValue);

    private readonly ILogger _logger = logger;
    private readonly HashSet<string> _running = [];
    private readonly Lock _lock = new();

    /// <summary>The schedules that there are unless somebody changed them.</summary>
    public static ImmutableArray<Schedule> Defaults(TimeSpan interval) =>
    [
        Of(PurgeHistory, interval, "Removes succeeded and cancelled jobs that are older than RETAIN_SUCCEEDED."),
        Of(TrimFailed, interval, "Keeps the newest RETAIN_FAILED_COUNT failed jobs and removes the others."),
    ];

    /// <summary>The schedules of these settings.</summary>
    public ImmutableArray<Schedule> Schedules => Defaults(settings.Interval);

    /// <summary>Whether jobs of a type are done here.</summary>
    public static bool Is(string type) => type.StartsWith(Reserved, StringComparison.Ordinal);

    /// <summary>Begins a task, unless it still runs. What goes wrong is logged; the next fire tries again.</summary>
    public void Begin(string type)
    {
        lock (_lock)
        {
            if (!_running.Add(type))
            {
                return;
            }
        }
        _ = RunAsync(type);
    }

    private static Schedule Of(string id, TimeSpan interval, string description) => new()
    {
        Id = id,
        Every = interval,
        Job = new ScheduledJob { Type = id, Payload = "{}"u8.ToArray() },
        Misfire = MisfirePolicy.Once,
        Description = description,
    };

    private async Task RunAsync(string type)
    {
        try
        {
            var removed = type switch
            {
                PurgeHistory => await PurgeAsync(Everything with { Succeeded = settings.Retention.Succeeded }),
                TrimFailed => await PurgeAsync(Everything with { FailedCount = settings.Retention.FailedCount }),
                _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such task."),
            };
            LogDone(type, removed);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StoreBusyException or ObjectDisposedException)
        {
            LogFailed(type, fault.Message);
        }
        catch (Exception fault)
        {
            LogBroken(type, fault);
        }
        finally
        {
            lock (_lock)
            {
                _running.Remove(type);
            }
        }
    }

    private async Task<long> PurgeAsync(Retention retention)
    {
        var removed = 0L;
        while (true)
        {
            var count = await store.PurgeAsync(retention, time.GetUtcNow(), settings.PurgeBatch, CancellationToken.None);
            removed += count;
            if (count < settings.PurgeBatch)
            {
                return removed;
            }
        }
    }

    [LoggerMessage(1821, LogLevel.Debug, "Housekeeping {Task} removed {Count} jobs")]
    private partial void LogDone(string task, long count);

    [LoggerMessage(1822, LogLevel.Warning, "Housekeeping {Task} was not done, its next fire tries again: {Reason}")]
    private partial void LogFailed(string task, string reason);

    [LoggerMessage(1823, LogLevel.Error, "Housekeeping {Task} failed")]
    private partial void LogBroken(string task, Exception fault);
}
