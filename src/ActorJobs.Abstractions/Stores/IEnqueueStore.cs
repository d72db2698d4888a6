using System.Collections.Immutable;

namespace ActorJobs.Stores;

/// <summary>Takes jobs in.</summary>
public interface IEnqueueStore
{
    /// <summary>
    /// Adds jobs durably, all or none. Concurrent calls share commits. A job whose id is known already is left as it
    /// is; one whose unique key is held is not added and answered with the holder's id.
    /// </summary>
    /// <returns>One result per job, in the order given.</returns>
    /// <exception cref="StoreBusyException">Too many writes wait; nothing was added.</exception>
    Task<ImmutableArray<EnqueueResult>> EnqueueAsync(
        IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken);
}

/// <summary>What became of one job of an enqueue.</summary>
/// <param name="Id">Its id, or that of the job that holds its unique key.</param>
/// <param name="State">
/// <see cref="JobState.Ready"/> or <see cref="JobState.Scheduled"/>; for a duplicate the holder's state, for an id that
/// was known already the state of that job.
/// </param>
/// <param name="Duplicate">True when nothing was added because the unique key is held.</param>
public readonly record struct EnqueueResult(JobId Id, JobState State, bool Duplicate);
