using ActorJobs.Runtime.Cluster;
using ActorJobs.Stores;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Runtime.Housekeeping;

/// <summary>
/// Removes what retention no longer keeps, in small transactions; one in the cluster. It stands in for the scheduler, whose
/// schedules do this: while a member may host that, it does nothing.
/// </summary>
internal sealed partial class HousekeepingActor : ReceiveActor, IWithTimers
{
    private readonly HousekeepingSettings _settings;
    private readonly IJobChanges _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private bool _purging;

    public HousekeepingActor(
        HousekeepingSettings settings, IJobChanges store, TimeProvider time, ILogger<HousekeepingActor> logger)
    {
        _settings = settings;
        _store = store;
        _time = time;
        _logger = logger;
        Receive<PurgeTick>(_ => Purge());
        Receive<Purged>(OnPurged);
        Receive<PurgeFailed>(OnPurgeFailed);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        HousekeepingSettings settings, IJobChanges store, TimeProvider time, ILogger<HousekeepingActor> logger) =>
        Akka.Actor.Props.Create(() => new HousekeepingActor(settings, store, time, logger));

    protected override void PreStart() =>
        Timers.StartPeriodicTimer(nameof(PurgeTick), PurgeTick.Instance, _settings.Interval);

    private void Purge()
    {
        if (_purging || _cluster.State.Members.Any(member => member.HasRole(ClusterNames.SchedulerRole)))
        {
            return;
        }
        _purging = true;
        _store.PurgeAsync(_settings.Retention, _time.GetUtcNow(), _settings.PurgeBatch, CancellationToken.None)
            .PipeTo(Self, success: count => new Purged(count), failure: error => new PurgeFailed(error));
    }

    private void OnPurged(Purged done)
    {
        _purging = false;
        if (done.Count > 0)
        {
            LogPurged(done.Count);
        }
        if (done.Count >= _settings.PurgeBatch)
        {
            Purge();
        }
    }

    private void OnPurgeFailed(PurgeFailed failed)
    {
        _purging = false;
        LogPurgeFailed(failed.Error.Message);
    }

    [LoggerMessage(1501, LogLevel.Debug, "Purged {Count} jobs from history")]
    private partial void LogPurged(int count);

    [LoggerMessage(1502, LogLevel.Warning, "History was not purged, the next try comes in time: {Reason}")]
    private partial void LogPurgeFailed(string reason);

    private sealed record Purged(int Count);

    private sealed record PurgeFailed(Exception Error);

    private sealed record PurgeTick
    {
        public static PurgeTick Instance { get; } = new();
    }
}
