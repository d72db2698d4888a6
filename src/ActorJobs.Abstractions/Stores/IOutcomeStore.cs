using System.Collections.Immutable;

namespace ActorJobs.Stores;

/// <summary>Takes in what became of attempts. Needs no reader.</summary>
public interface IOutcomeStore
{
    /// <summary>
    /// Records outcomes in one transaction, each only if the claim it names still stands for its job and attempt. Jobs
    /// that a completed handler enqueued become durable in the same transaction, or not at all if the outcome is stale.
    /// </summary>
    /// <returns>One result per outcome, in order.</returns>
    Task<ImmutableArray<OutcomeResult>> FinishAsync(
        ImmutableArray<JobOutcome> outcomes, CancellationToken cancellationToken);

    /// <summary>Keeps progress and log lines of running jobs, within the limits of <see cref="JobLimits"/>.</summary>
    /// <remarks>Reports of jobs that are not live are ignored.</remarks>
    Task ReportAsync(ImmutableArray<JobReport> reports, CancellationToken cancellationToken);
}

/// <summary>What became of an outcome.</summary>
public enum OutcomeResult
{
    /// <summary>It is the outcome of the attempt.</summary>
    Recorded,

    /// <summary>Its claim no longer stood for the attempt; nothing was changed.</summary>
    Stale,
}
