namespace ActorJobs.Settings;

/// <summary>What a process does in the cluster. Modes mix freely.</summary>
public enum WorkerMode
{
    /// <summary>One process does everything: all priorities and types, scheduler, gateway.</summary>
    Thin,

    /// <summary>A worker that takes every type, most urgent first.</summary>
    Default,

    /// <summary>A worker that takes only some priorities.</summary>
    Specialized,

    /// <summary>A worker that takes only some types.</summary>
    JobSpecialized,

    /// <summary>No slots; may host the scheduler.</summary>
    SchedulerOnly,

    /// <summary>No slots; the HTTP server that only enqueues.</summary>
    GatewayOnly,
}
