namespace ActorJobs.Cluster.Tests.Driving;

/// <summary>What a node of a cluster is to be.</summary>
/// <param name="Name">By which the test calls it.</param>
/// <param name="Mode"><c>WORKER_MODE</c>.</param>
/// <param name="HasGateway">Whether it answers HTTP calls; else only health is to be seen of it.</param>
/// <param name="Settings">What else it is told.</param>
internal sealed record NodePlan(string Name, string Mode, bool HasGateway, (string Name, string Value)[] Settings)
{
    /// <summary>Program of an older release; null for the one built beside these tests.</summary>
    public string? Dll { get; init; }

    /// <summary>Whether it runs jobs.</summary>
    public bool RunsJobs => Mode is not ("gateway-only" or "scheduler-only");

    /// <summary>The same, told this besides.</summary>
    public NodePlan With(string name, string value) => this with { Settings = [.. Settings, (name, value)] };

    /// <summary>The HTTP server that only enqueues.</summary>
    public static NodePlan Gateway(string name) => new(name, "gateway-only", HasGateway: true, []);

    /// <summary>Only hosts the scheduler.</summary>
    public static NodePlan Scheduler(string name) => new(name, "scheduler-only", HasGateway: false, []);

    /// <summary>Takes every priority and type.</summary>
    public static NodePlan Worker(string name, int slots) =>
        new(name, "default", HasGateway: false, [("WORKER_CONCURRENCY", $"{slots}")]);

    /// <summary>Takes every priority and type, and answers HTTP calls.</summary>
    public static NodePlan Combined(string name, int slots) =>
        new(name, "default", HasGateway: true, [("WORKER_CONCURRENCY", $"{slots}")]);

    /// <summary>Takes one priority; named after it, and numbered when there are several.</summary>
    public static NodePlan ForPriority(string priority, int slots, int number = 1) => new(
        number == 1 ? priority : $"{priority}-{number}", "specialized", HasGateway: false,
        [("WORKER_CONCURRENCY", $"{slots}"), ("WORKER_PRIORITIES", priority)]);

    /// <summary>Takes some types.</summary>
    public static NodePlan ForTypes(string name, string types, int slots) => new(
        name, "job-specialized", HasGateway: false,
        [("WORKER_CONCURRENCY", $"{slots}"), ("WORKER_JOB_TYPES", types)]);
}
