namespace ActorJobs.Operations.Tests.Topologies;

/// <summary>A kind of node as a deployment file describes it.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Program">The program that its image runs.</param>
/// <param name="Replicas">How many of it.</param>
/// <param name="Environment">Its environment as it stands there; <see cref="OwnAddress"/> in a value is the node's own address.</param>
internal sealed record TopologyNode(
    string Name, string Program, int Replicas, IReadOnlyDictionary<string, string> Environment)
{
    public const string OwnAddress = "<own address>";

    private static readonly Dictionary<string, string> Programs = new()
    {
        ["node"] = "ActorJobs.Node",
        ["worker"] = "ActorJobs.Node.Worker",
        ["gateway"] = "ActorJobs.Node.Gateway",
        ["scheduler"] = "ActorJobs.Node.Scheduler",
    };

    public bool IsWorker => Program == Programs["worker"];

    public bool IsGateway => Program == Programs["gateway"];

    /// <summary>True when its settings let it run the job.</summary>
    public bool Takes(JobView job) => IsWorker
        && (Environment.GetValueOrDefault("WORKER_PRIORITIES")?.Split(',').Contains(job.Priority) ?? true)
        && (Environment.GetValueOrDefault("WORKER_JOB_TYPES")?.Split(',').Contains(job.Type) ?? true);

    /// <summary>The program of an image, by the target it is built from.</summary>
    public static string ProgramOf(string target) => Programs[target];
}
