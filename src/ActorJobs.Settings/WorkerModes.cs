namespace ActorJobs.Settings;

/// <summary>The words for the modes, and what each implies.</summary>
public static class WorkerModes
{
    /// <summary>The word for a mode, as in <c>WORKER_MODE</c>.</summary>
    public static string ToName(this WorkerMode mode) => mode switch
    {
        WorkerMode.Thin => "thin",
        WorkerMode.Default => "default",
        WorkerMode.Specialized => "specialized",
        WorkerMode.JobSpecialized => "job-specialized",
        WorkerMode.SchedulerOnly => "scheduler-only",
        WorkerMode.GatewayOnly => "gateway-only",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "No such mode."),
    };

    /// <summary>True when the mode runs jobs.</summary>
    public static bool HasWorker(this WorkerMode mode) => mode is not (WorkerMode.SchedulerOnly or WorkerMode.GatewayOnly);

    /// <summary>True when the mode listens for HTTP even if <c>GATEWAY_URL</c> is not set.</summary>
    public static bool HasGateway(this WorkerMode mode) => mode is WorkerMode.Thin or WorkerMode.GatewayOnly;
}
