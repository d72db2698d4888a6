using System.Collections.Immutable;
using System.Reflection;
using ActorJobs.Schedules;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Hosting;

/// <summary>
/// Brings the schedules of the host's code to the scheduler once the node has started; again and again until one takes them,
/// as the scheduler may be elsewhere and start later.
/// </summary>
internal sealed partial class CodeScheduleService(
    IServiceProvider services, IEnumerable<CodeSchedule> schedules, TimeProvider time, ILogger<CodeScheduleService> logger)
    : BackgroundService
{
    private const int MaxSourceLength = 128;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ImmutableArray<Schedule> all = [.. schedules.Select(one => one.Schedule)];
        for (var wait = FirstWait; !stoppingToken.IsCancellationRequested; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                await ((IJobSchedules)services.GetService(typeof(IJobSchedules))!)
                    .ReplaceAsync(ScheduleOwner.Code, Source(), all, stoppingToken);
                return;
            }
            catch (InvalidScheduleException fault)
            {
                LogRefused(fault.Message);
                return;
            }
            catch (SchedulerUnavailableException fault)
            {
                if (!all.IsEmpty)
                {
                    LogWaits(all.Length, fault.Message);
                }
                await Task.Delay(wait, time, stoppingToken);
            }
        }
    }

    private static string Source()
    {
        var name = Assembly.GetEntryAssembly()?.GetName().Name ?? "unknown";
        return name.Length <= MaxSourceLength ? name : name[..MaxSourceLength];
    }

    [LoggerMessage(1411, LogLevel.Error, "The schedules of this program were not taken, those it had stay: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(1412, LogLevel.Warning, "The {Count} schedules of this program wait for a scheduler: {Reason}")]
    private partial void LogWaits(int count, string reason);
}
