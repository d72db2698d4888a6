using ActorJobs.Stores;

namespace ActorJobs.Stores.Conformance;

/// <summary>How a provider plugs into the suites.</summary>
public interface IStoreFixture : IAsyncDisposable
{
    /// <summary>Opens a store on the data of this fixture, empty at first. The suite disposes what it opened.</summary>
    Task<IJobStore> OpenAsync();
}
