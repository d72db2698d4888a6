using System.Collections.Immutable;

namespace ActorJobs.Settings;

/// <summary>What this process runs.</summary>
/// <param name="Mode">
/// <c>WORKER_MODE</c>: default; thin for the all-in-one node when neither it nor <c>CLUSTER_SEEDS</c> is set.
/// </param>
/// <param name="Concurrency"><c>WORKER_CONCURRENCY</c>: slots, 1 to 1000, default 10; 0 in scheduler-only and
/// gateway-only.</param>
/// <param name="Priorities"><c>WORKER_PRIORITIES</c>: those taken, most urgent first; default all.</param>
/// <param name="JobTypes"><c>WORKER_JOB_TYPES</c>: those taken; empty means all. Never empty in job-specialized, else
/// always.</param>
public sealed record WorkerSettings(
    WorkerMode Mode, int Concurrency, ImmutableArray<Priority> Priorities, ImmutableArray<string> JobTypes)
{
    /// <summary><c>WORKER_COUNT</c>: workers that share the slots, each supervised by itself; 1 to as many as there are slots, by
    /// default as many as the machine has cores.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Slots when the setting is not set.</summary>
    public const int DefaultConcurrency = 10;

    /// <summary>Most slots of one process.</summary>
    public const int MaxConcurrency = 1000;

    /// <summary>True when this process has slots.</summary>
    public bool RunsJobs => Concurrency > 0;
}
