using ActorJobs.Client;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>What the scheduler takes; from <c>actorjobs.scheduler</c> in HOCON, SCHEDULER_INTERVAL and the defaults of jobs.</summary>
public sealed record SchedulerSettings
{
    /// <summary>Longest time between two looks at the schedules; it looks exactly when the next is due besides.</summary>
    /// <value>1 s.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Fires that are late by more than this come from an outage: the misfire policy decides over them.</summary>
    /// <value>30 s.</value>
    public TimeSpan MisfireAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the job of a fire holds its unique key at least, which keeps a scheduler that was long cut off from
    /// making it again.</summary>
    /// <value>1 h.</value>
    public TimeSpan KeyFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Events after which a snapshot is taken, or fires and definitions in them.</summary>
    /// <value>2,000.</value>
    public int SnapshotEvents { get; init; } = 2000;

    /// <summary>See <see cref="SnapshotEvents"/>.</summary>
    /// <value>100,000.</value>
    public int SnapshotItems { get; init; } = 100_000;

    /// <summary>How long events are kept after they went into a snapshot: a scheduler that was superseded for less finds its
    /// next event's number taken.</summary>
    /// <value>10 min.</value>
    public TimeSpan KeepEvents { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A scheduler that did not run for so long (suspended, starved) reads its journal again before it acts.</summary>
    /// <value>30 s.</value>
    public TimeSpan StallAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stop waits for what is planned; what is left the successor does.</summary>
    /// <value>2 s.</value>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>First wait before the store is tried again, doubled each time.</summary>
    /// <value>200 ms.</value>
    public TimeSpan StoreBackoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest such wait, and longest wait before the journal is read again after it failed.</summary>
    /// <value>5 s.</value>
    public TimeSpan MaxStoreBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most schedules.</summary>
    /// <value>50,000.</value>
    public int MaxSchedules { get; init; } = 50_000;

    /// <summary>How often the schedules file is looked at for a change.</summary>
    /// <value>5 s.</value>
    public TimeSpan FileInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What jobs get that do not say.</summary>
    public JobDefaults JobDefaults { get; init; } = JobDefaults.Standard;
}
