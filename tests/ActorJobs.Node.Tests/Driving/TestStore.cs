namespace ActorJobs.Node.Tests.Driving;

/// <summary>Where a node of a test keeps its jobs.</summary>
public enum TestStore
{
    Sqlite,
    Postgres,
    Redis,
}

/// <summary>A promise that holds on every store is tested on every store.</summary>
public sealed class EveryStore : TheoryData<TestStore>
{
    public EveryStore() => AddRange(Enum.GetValues<TestStore>());
}
