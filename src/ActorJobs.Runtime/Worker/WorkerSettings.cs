using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Rules;

namespace ActorJobs.Runtime.Worker;

/// <summary>What a node's worker takes; from <c>actorjobs.worker</c> in HOCON and the process's settings.</summary>
public sealed record WorkerSettings
{
    /// <summary>Handlers that run at a time: WORKER_CONCURRENCY.</summary>
    /// <value>10; 1 to 1000.</value>
    public int Slots { get; init; } = 10;

    /// <summary>Workers that share the slots, each supervised by itself: WORKER_COUNT.</summary>
    /// <value>1; not more than there are slots.</value>
    public int Workers { get; init; } = 1;

    /// <summary>Priorities taken: WORKER_PRIORITIES.</summary>
    public ImmutableArray<Priority> Priorities { get; init; } = [Priority.High, Priority.Normal, Priority.Low];

    /// <summary>Job types taken; null for all that have a handler: WORKER_JOB_TYPES.</summary>
    public ImmutableArray<string>? Types { get; init; }

    /// <summary>
    /// A run that shows no sign of life for so long is cancelled and tried again: STUCK_RUN_TIMEOUT_MINUTES.
    /// </summary>
    /// <value>30 min.</value>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a handler may ignore its cancelled token before its slot is given up.</summary>
    /// <value>5 s; 100 ms to 5 min.</value>
    public TimeSpan CancellationGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How much work, as time of all slots, is read ahead for short jobs. More hides the store's latency.
    /// </summary>
    /// <value>50 ms.</value>
    public TimeSpan ReadAhead { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How long a job that was read ahead waits for a slot. Then it goes back to the queue with its attempt unused: another node
    /// may be free, and this one reads ahead less.
    /// </summary>
    /// <value>1 s.</value>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most jobs read ahead, however short they are.</summary>
    public int MaxReadAhead { get; init; } = 3000;

    /// <summary>How often time-outs and stuck runs are looked for.</summary>
    public TimeSpan WatchInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often each worker's health is looked at; one that takes no job is made anew.</summary>
    public TimeSpan HealthInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait before progress and log lines are written.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Most outcomes written in one transaction.</summary>
    public int OutcomeBatch { get; init; } = 1000;

    /// <summary>
    /// Most bytes of results and children written in one transaction (one outcome is always written).
    /// </summary>
    public int OutcomeBatchBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Such transactions under way at a time; those of one claim come one after another.</summary>
    public int OutcomeWrites { get; init; } = 2;

    /// <summary>Longest wait before a failed write of outcomes is repeated.</summary>
    public TimeSpan MaxStoreBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The span of a run is a child of its enqueue's, and not a root with a link to it: TRACE_RUNS.
    /// </summary>
    public bool RunsAreChildren { get; init; }

    /// <summary>Log lines written while a handler runs carry its job: where lines are written with their scopes.</summary>
    public bool LogScopes { get; init; }

    /// <summary>How long recoverable errors are waited out.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>What jobs enqueued by handlers get when they do not say.</summary>
    public JobDefaults JobDefaults { get; init; } = JobDefaults.Standard;
}
