using ActorJobs.Stores;

namespace ActorJobs.Operations;

/// <summary>
/// What people do to jobs: the change is made in the store, then whoever must act on it (reader, node) is told.
/// </summary>
public interface IJobOperations
{
    /// <summary>Cancels a job; a running one gets its token fired within a second.</summary>
    Task<ChangeResult> CancelAsync(JobId id, CancellationToken cancellationToken);

    /// <summary>Retries a failed or cancelled job, or makes a waiting one due at once.</summary>
    Task<ChangeResult> RetryAsync(JobId id, CancellationToken cancellationToken);

    /// <summary>Removes a job that does not run.</summary>
    Task<ChangeResult> DeleteAsync(JobId id, CancellationToken cancellationToken);

    /// <summary>Applies a change to all jobs that match and to which it applies.</summary>
    /// <returns>How many jobs were changed.</returns>
    Task<long> ChangeManyAsync(BulkChange change, JobFilter filter, CancellationToken cancellationToken);

    /// <summary>Stops handing out jobs that match; running ones go on.</summary>
    Task PauseAsync(Pause pause, CancellationToken cancellationToken);

    /// <summary>Ends exactly that pause; false when there was none.</summary>
    Task<bool> ResumeAsync(Pause pause, CancellationToken cancellationToken);
}
