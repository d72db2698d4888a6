using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using ActorJobs.Operations;
using ActorJobs.Schedules;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.Observation;

/// <summary>
/// What this process measures of itself. Seconds, few tags, never a job's id. Counts that the worker keeps anyway are only read
/// when somebody collects; per job two histograms are recorded, and only while somebody listens; all else is per batch.
/// </summary>
internal static class RuntimeMeters
{
    private static readonly Meter Meter = new(JobTrace.Name);

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
            [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600],
    };

    private static readonly InstrumentAdvice<int> Jobs = new()
    {
        HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
    };

    public static readonly Histogram<double> Wait = Meter.CreateHistogram(
        "actorjobs.job.wait.duration", "s", "From when a job was due until its handler started.", advice: Seconds);

    public static readonly Histogram<double> RunTime = Meter.CreateHistogram(
        "actorjobs.job.run.duration", "s", "How long attempts ran.", advice: Seconds);

    public static readonly Histogram<double> StoreTime = Meter.CreateHistogram(
        "actorjobs.store.operation.duration", "s", "How long the store took for one operation on a batch.", advice: Seconds);

    public static readonly Histogram<double> RecoveryTime = Meter.CreateHistogram(
        "actorjobs.recovery.duration", "s", "From when the queue reader heard that a node is lost until all its jobs were free.",
        advice: Seconds);

    public static readonly Histogram<double> FireDelay = Meter.CreateHistogram(
        "actorjobs.fire.delay", "s", "From a schedule's time until its job was durable.", advice: Seconds);

    public static readonly Histogram<int> ClaimBatch = Meter.CreateHistogram(
        "actorjobs.claim.batch", "{job}", "Jobs claimed in one transaction.", advice: Jobs);

    public static readonly Histogram<int> FinishBatch = Meter.CreateHistogram(
        "actorjobs.finish.batch", "{job}", "Outcomes written in one transaction.", advice: Jobs);

    public static readonly Counter<long> Enqueued = Meter.CreateCounter<long>(
        "actorjobs.enqueued", "{job}", "Jobs enqueued by this process; duplicates are not counted.");

    public static readonly Counter<long> Recovered = Meter.CreateCounter<long>(
        "actorjobs.recovered", "{job}", "Jobs taken back from lost nodes.");

    public static readonly Counter<long> Opened = Meter.CreateCounter<long>(
        "actorjobs.reader.opened", "{epoch}", "How often the queue reader opened an epoch here.");

    public static readonly Counter<long> Fires = Meter.CreateCounter<long>(
        "actorjobs.fires", "{fire}", "Fires of schedules, by what came of them.");

    static RuntimeMeters() => WorkerGauges.Create(Meter);

    /// <summary>Records how long the store took for what began then.</summary>
    public static void StoreTook(string operation, long began, bool failed = false)
    {
        if (StoreTime.Enabled)
        {
            StoreTime.Record(
                Stopwatch.GetElapsedTime(began).TotalSeconds, new("operation", operation), new("outcome", failed ? "failed" : "done"));
        }
    }

    /// <summary>An attempt starts.</summary>
    public static void Started(ReadyJob job, DateTimeOffset now)
    {
        if (Wait.Enabled)
        {
            var wait = (now - (job.DueAt ?? job.CreatedAt)).TotalSeconds;
            Wait.Record(Math.Max(0, wait), new("type", job.Lane.Type), new("priority", job.Lane.Priority.ToName()));
        }
    }

    /// <summary>An attempt has ended.</summary>
    public static void Ended(string type, JobOutcome outcome, TimeSpan duration)
    {
        if (RunTime.Enabled)
        {
            RunTime.Record(duration.TotalSeconds, new("type", type), new("outcome", WordOf(outcome)));
        }
    }

    /// <summary>
    /// A fire came to something. Only those of times that nobody missed tell of delay: the others are as late as the outage was long.
    /// </summary>
    public static void Fired(FireCause cause, FireResult result, DateTimeOffset dueAt, DateTimeOffset now)
    {
        Fires.Add(1, new("cause", NameOf(cause)), new("result", NameOf(result)));
        if (cause == FireCause.Schedule && result == FireResult.Enqueued)
        {
            FireDelay.Record((now - dueAt).TotalSeconds);
        }
    }

    private static string NameOf(Enum word) => JsonNamingPolicy.CamelCase.ConvertName(word.ToString());

    /// <summary>The word for an outcome in tags.</summary>
    public static string WordOf(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Succeeded or JobOutcome.Confirmed => "succeeded",
        JobOutcome.RetryAt => "retried",
        JobOutcome.Failed => "failed",
        JobOutcome.Cancelled => "cancelled",
        _ => "released",
    };
}
