using System.Collections.Immutable;
using ActorJobs.Operations;

namespace ActorJobs.Gateway.Status;

/// <summary>The words for health, and the health of many.</summary>
internal static class HealthWords
{
    public static string ToName(this WorkerHealth health) => health switch
    {
        WorkerHealth.Healthy => "healthy",
        WorkerHealth.Degraded => "degraded",
        WorkerHealth.Unhealthy => "unhealthy",
        _ => throw new ArgumentOutOfRangeException(nameof(health), health, "No such health."),
    };

    /// <summary>Healthy when all are, unhealthy when none works (or there is none), degraded in between.</summary>
    public static WorkerHealth OfAll(ImmutableArray<WorkerReport> workers)
    {
        if (workers.All(worker => worker.Health == WorkerHealth.Unhealthy))
        {
            return WorkerHealth.Unhealthy;
        }
        return workers.All(worker => worker.Health == WorkerHealth.Healthy) ? WorkerHealth.Healthy : WorkerHealth.Degraded;
    }
}
