namespace ActorJobs.Gateway.Tests;

/// <summary>Tests that look at the memory of their process run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
