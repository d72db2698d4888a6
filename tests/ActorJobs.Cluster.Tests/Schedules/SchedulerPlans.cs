namespace ActorJobs.Cluster.Tests.Schedules;

/// <summary>Nodes of clusters with schedules.</summary>
internal static class SchedulerPlans
{
    /// <summary>Hosts the scheduler, runs no jobs.</summary>
    public static NodePlan Scheduler(string name, params (string Name, string Value)[] settings) =>
        new(name, "scheduler-only", HasGateway: false, settings);

    /// <summary>Runs jobs, answers HTTP calls, never hosts the scheduler.</summary>
    public static NodePlan Worker(string name, int slots = 8) => new(
        name, "default", HasGateway: true, [("WORKER_CONCURRENCY", $"{slots}"), ("ENABLE_SCHEDULER", "false")]);
}
