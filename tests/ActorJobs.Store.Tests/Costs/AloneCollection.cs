namespace ActorJobs.Stores.CostTests;

/// <summary>Run while nothing else does, as they count what the whole process allocates.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AloneCollection
{
    public const string Name = "alone";
}
