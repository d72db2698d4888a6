namespace ActorJobs.Hosting;

/// <summary>Is told when a node that starts has to wait for its store. None needs to be registered.</summary>
public interface IStoreWait
{
    /// <summary>The wait begins.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    Task BeginAsync(CancellationToken cancellationToken);

    /// <summary>The wait has ended, with or without a store. Follows every begin, also one that failed.</summary>
    Task EndAsync();
}
