using ActorJobs.Rules;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Runtime.Housekeeping;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Settings;
using ActorJobs.Stores;
using Akka.Configuration;
using RunnerSettings = ActorJobs.Runtime.Worker.WorkerSettings;
using TimerSettings = ActorJobs.Runtime.Scheduler.SchedulerSettings;

namespace ActorJobs.Hosting;

/// <summary>
/// Reads <c>actorjobs { … }</c> of the HOCON once, together with the process's settings, into what the actors take.
/// </summary>
internal static class RuntimeSettings
{
    public static ReaderSettings Reader(Config hocon, NodeSettings settings)
    {
        var reader = hocon.GetConfig("actorjobs.reader");
        return new ReaderSettings
        {
            IdlePollInterval = reader.GetTimeSpan("idle-poll-interval"),
            PromoteInterval = settings.Scheduler.Interval,
            PromoteBatch = reader.GetInt("promote-batch"),
            PageSize = reader.GetInt("page-size"),
            PageBytes = (int)Bytes(reader, "page-bytes"),
            MaxBuffered = reader.GetInt("max-buffered"),
            MaxBufferedBytes = Bytes(reader, "max-buffered-bytes"),
            ClaimBatch = reader.GetInt("claim-batch"),
            ClaimsInFlight = reader.GetInt("claims-in-flight"),
            ReadsInFlight = reader.GetInt("reads-in-flight"),
            StoreBackoff = reader.GetTimeSpan("store-backoff"),
            MaxStoreBackoff = reader.GetTimeSpan("max-store-backoff"),
            LostAssignment = reader.GetTimeSpan("lost-assignment"),
        };
    }

    public static RunnerSettings Worker(Config hocon, NodeSettings settings)
    {
        var worker = hocon.GetConfig("actorjobs.worker");
        return new RunnerSettings
        {
            Slots = settings.Worker.Concurrency,
            Workers = settings.Worker.Count,
            Priorities = settings.Worker.Priorities,
            Types = settings.Worker.Mode == WorkerMode.JobSpecialized ? settings.Worker.JobTypes : null,
            StuckAfter = settings.Run.StuckTimeout,
            CancellationGrace = settings.Run.CancellationGrace,
            ReadAhead = worker.GetTimeSpan("read-ahead"),
            MaxReadAhead = worker.GetInt("max-read-ahead"),
            MaxWait = worker.GetTimeSpan("max-wait"),
            WatchInterval = worker.GetTimeSpan("watch-interval"),
            HealthInterval = worker.GetTimeSpan("health-interval"),
            ReportInterval = worker.GetTimeSpan("report-interval"),
            OutcomeBatch = worker.GetInt("outcome-batch"),
            OutcomeBatchBytes = (int)Bytes(worker, "outcome-batch-bytes"),
            OutcomeWrites = worker.GetInt("outcome-writes"),
            MaxStoreBackoff = worker.GetTimeSpan("max-store-backoff"),
            Retry = new RetryPolicy(worker.GetTimeSpan("retry-base-delay"), worker.GetTimeSpan("retry-max-delay")),
            JobDefaults = settings.Run.Defaults,
            RunsAreChildren = settings.Observation.TraceRuns == RunParenting.Child,
            LogScopes = settings.Logging.JobScopes,
        };
    }

    public static CrashWatchSettings CrashWatch(Config hocon)
    {
        var watch = hocon.GetConfig("actorjobs.crash-watch");
        return new CrashWatchSettings
        {
            Probes = watch.GetInt("probes"),
            Interval = watch.GetTimeSpan("interval"),
            Timeout = watch.GetTimeSpan("timeout"),
        };
    }

    public static HousekeepingSettings Housekeeping(Config hocon, NodeSettings settings)
    {
        var housekeeping = hocon.GetConfig("actorjobs.housekeeping");
        return new HousekeepingSettings
        {
            Interval = housekeeping.GetTimeSpan("interval"),
            PurgeBatch = housekeeping.GetInt("purge-batch"),
            Retention = new Retention(settings.Retention.Succeeded, settings.Retention.FailedCount),
        };
    }

    public static TimerSettings Scheduler(Config hocon, NodeSettings settings)
    {
        var scheduler = hocon.GetConfig("actorjobs.scheduler");
        return new TimerSettings
        {
            Interval = settings.Scheduler.Interval,
            MisfireAfter = scheduler.GetTimeSpan("misfire-after"),
            KeyFor = scheduler.GetTimeSpan("key-for"),
            SnapshotEvents = scheduler.GetInt("snapshot-events"),
            SnapshotItems = scheduler.GetInt("snapshot-items"),
            KeepEvents = scheduler.GetTimeSpan("keep-events"),
            StallAfter = scheduler.GetTimeSpan("stall-after"),
            StopPatience = scheduler.GetTimeSpan("stop-patience"),
            StoreBackoff = scheduler.GetTimeSpan("store-backoff"),
            MaxStoreBackoff = scheduler.GetTimeSpan("max-store-backoff"),
            MaxSchedules = scheduler.GetInt("max-schedules"),
            FileInterval = scheduler.GetTimeSpan("file-interval"),
            JobDefaults = settings.Run.Defaults,
        };
    }

    private static long Bytes(Config config, string key) =>
        config.GetByteSize(key) ?? throw new ConfigurationException($"{key} is not a size.");
}
