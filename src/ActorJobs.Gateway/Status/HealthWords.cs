using ActorJobs.Operations;

namespace ActorJobs.Gateway.Status;

/// <summary>The words for health.</summary>
internal static class HealthWords
{
    public static string ToName(this WorkerHealth health) => health switch
    {
        WorkerHealth.Healthy => "healthy",
        WorkerHealth.Degraded => "degraded",
        WorkerHealth.Unhealthy => "unhealthy",
        _ => throw new ArgumentOutOfRangeException(nameof(health), health, "No such health."),
    };
}
