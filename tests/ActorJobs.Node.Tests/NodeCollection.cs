namespace ActorJobs.Node.Tests;

/// <summary>Real nodes run one test at a time: they would disturb each other's figures.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NodeCollection
{
    public const string Name = "nodes";
}
