namespace ActorJobs.Stores;

/// <summary>
/// The durable queue. Everything that must survive is in it; actors hold nothing that cannot be rebuilt from it.
/// One contract, several providers; <c>tests/ActorJobs.Store.Conformance</c> says what each must do.
/// </summary>
/// <remarks>
/// All members may be called from any thread at the same time. A task that completes without an exception means the
/// change is durable. <see cref="StoreUnavailableException"/> means that it is unknown whether the change was made
/// (repeat it: every write is safe to repeat); <see cref="StoreBusyException"/> that it was not.
/// </remarks>
public interface IJobStore : IEnqueueStore, IReaderStore, IOutcomeStore, IJobQueries, IJobChanges, ILeaseStore, IAsyncDisposable
{
    /// <summary>Connects, migrates the schema to this version and checks that the store can be written.</summary>
    /// <exception cref="StoreConfigurationException">The store cannot be used as configured; the message says what to
    /// do.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Completes when the store answers; throws <see cref="StoreUnavailableException"/> otherwise.</summary>
    Task PingAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What time it is by the store's own clock, which all nodes share: it decides what is due. A store on this machine
    /// answers with this machine's clock.
    /// </summary>
    Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken);
}
