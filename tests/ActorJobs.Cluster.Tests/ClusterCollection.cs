namespace ActorJobs.Cluster.Tests;

/// <summary>Clusters of real nodes run one test at a time: they would disturb each other's figures.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterCollection
{
    public const string Name = "clusters";

    /// <summary>Trait by which one kind of test is chosen: <c>dotnet test --filter Cluster=kill</c>.</summary>
    public const string Trait = "Cluster";
}
