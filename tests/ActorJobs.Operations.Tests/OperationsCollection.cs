namespace ActorJobs.Operations.Tests;

/// <summary>Tests with many real processes run one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OperationsCollection
{
    public const string Name = "operations";
}
