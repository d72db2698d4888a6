namespace ActorJobs.Operations;

/// <summary>The health of many.</summary>
public static class WorkerHealths
{
    /// <summary>Healthy when all are, unhealthy when none works (or there is none), degraded in between.</summary>
    public static WorkerHealth Of(IEnumerable<WorkerHealth> workers)
    {
        ArgumentNullException.ThrowIfNull(workers);
        var all = workers as IReadOnlyCollection<WorkerHealth> ?? [.. workers];
        if (all.All(health => health == WorkerHealth.Unhealthy))
        {
            return WorkerHealth.Unhealthy;
        }
        return all.All(health => health == WorkerHealth.Healthy) ? WorkerHealth.Healthy : WorkerHealth.Degraded;
    }
}
