using System.Collections.Immutable;
using ActorJobs.Payloads;
using ActorJobs.Stores;

namespace ActorJobs.Client;

/// <summary>Enqueues jobs. A call that returns has made them durable. Thread-safe.</summary>
public interface IJobClient
{
    /// <summary>What a job gets when its request does not say.</summary>
    JobDefaults Defaults { get; }

    /// <summary>
    /// Makes payloads unreadable once they are admitted; for store packages that enqueue inside a caller's transaction.
    /// </summary>
    IPayloadProtector Protector { get; }

    /// <summary>Enqueues one job.</summary>
    /// <param name="type">Job type.</param>
    /// <param name="args">Arguments, written as JSON by <see cref="Json.JobJson"/>.</param>
    /// <param name="options">When, how urgent, how often retried; null for the defaults.</param>
    /// <param name="cancellationToken">Stops waiting; the job may have been enqueued all the same.</param>
    /// <exception cref="InvalidJobException">The job breaks a rule; the message names every fault.</exception>
    /// <exception cref="StoreBusyException">Too many writes wait.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<EnqueueResult> EnqueueAsync<TArgs>(
        string type, TArgs args, EnqueueOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Enqueues many jobs in one transaction: all or, if one breaks a rule, none.</summary>
    /// <returns>One result per request, in order.</returns>
    /// <exception cref="InvalidJobException">A job breaks a rule; the message names every fault of every
    /// job.</exception>
    ValueTask<ImmutableArray<EnqueueResult>> EnqueueManyAsync(
        IReadOnlyList<JobRequest> requests, CancellationToken cancellationToken = default);
}
