using System.Globalization;

namespace ActorJobs.Runtime.Cluster;

/// <summary>Names that all nodes of a cluster must agree on.</summary>
public static class ClusterNames
{
    private const string Partitions = "partitions-";

    /// <summary>Name of the actor system.</summary>
    public const string System = "actorjobs";

    /// <summary>Role of processes that run jobs; the queue reader lives on one of them.</summary>
    public const string WorkerRole = "worker";

    /// <summary>Role of processes that may host the scheduler.</summary>
    public const string SchedulerRole = "scheduler";

    /// <summary>Role of processes with an HTTP gateway.</summary>
    public const string GatewayRole = "gateway";

    /// <summary>Actor name of the reader's singleton manager.</summary>
    public const string Reader = "queue-reader";

    /// <summary>Actor name of the worker agent of a node.</summary>
    public const string WorkerAgent = "worker-agent";

    /// <summary>Actor name of the house-keeping singleton manager.</summary>
    public const string Housekeeping = "housekeeping";

    /// <summary>Actor name of the client actor.</summary>
    public const string JobClient = "job-client";

    /// <summary>Actor name of the scheduler's singleton manager.</summary>
    public const string Scheduler = "scheduler";

    /// <summary>Role of processes that take jobs of a priority: <c>high</c>, <c>normal</c> or <c>low</c>.</summary>
    public static string PriorityRole(Priority priority) => priority.ToName();

    /// <summary>Shard type of the readers of so many partitions, as <c>queue-reader-of-4</c>.</summary>
    public static string ReaderRegion(int partitions) =>
        string.Create(CultureInfo.InvariantCulture, $"{Reader}-of-{partitions}");

    /// <summary>Role of processes that are set to so many partitions, as <c>partitions-4</c>; none for one.</summary>
    public static string PartitionsRole(int count) => Partitions + count.ToString(CultureInfo.InvariantCulture);

    /// <summary>How many partitions a process with these roles is set to.</summary>
    public static int PartitionsOf(IEnumerable<string> roles) =>
        roles.FirstOrDefault(role => role.StartsWith(Partitions, StringComparison.Ordinal)) is { } role
            && int.TryParse(role.AsSpan(Partitions.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count
                : 1;

    /// <summary>Shard type of the workers of a priority, as <c>worker-high</c>.</summary>
    public static string WorkerRegion(Priority priority) => $"worker-{priority.ToName()}";
}
