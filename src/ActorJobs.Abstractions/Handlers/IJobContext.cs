using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Stores;

namespace ActorJobs.Handlers;

/// <summary>
/// The job being run, and what its handler may say about it. May be used from any thread until the handler returns.
/// </summary>
public interface IJobContext
{
    /// <summary>Identity.</summary>
    JobId Id { get; }

    /// <summary>Job type.</summary>
    string Type { get; }

    /// <summary>Number of this attempt, from 1. Numbers go on after a retry by hand.</summary>
    int Attempt { get; }

    /// <summary>Attempts after the first.</summary>
    int MaxRetries { get; }

    /// <summary>True when no retry follows if this attempt fails.</summary>
    bool IsLastAttempt { get; }

    /// <summary>Urgency.</summary>
    Priority Priority { get; }

    /// <summary>Words to find the job by.</summary>
    ImmutableArray<string> Tags { get; }

    /// <summary>The job whose handler enqueued this one.</summary>
    JobId? Parent { get; }

    /// <summary>When the job was enqueued.</summary>
    DateTimeOffset CreatedAt { get; }

    /// <summary>Says how far the work is; also a sign of life for the stuck-run watch.</summary>
    /// <param name="fraction">0 to 1; values outside are brought inside.</param>
    /// <param name="message">What it does now; cut to 1000 characters.</param>
    void ReportProgress(double fraction, string? message = null);

    /// <summary>Adds a line to the job's own log (the newest 200 are kept); also a sign of life.</summary>
    void Log(string line);

    /// <summary>Tells the stuck-run watch that the work goes on.</summary>
    void KeepAlive();

    /// <summary>Sets the job's result, kept when the attempt completes; a second call replaces it.</summary>
    /// <exception cref="ArgumentException">The JSON is longer than <see cref="JobLimits.MaxResultBytes"/>.</exception>
    void SetResult<TResult>(TResult result);

    /// <summary>
    /// Enqueues a job together with this job's completion: in the same transaction, or not at all if the attempt fails
    /// or its node is lost.
    /// </summary>
    /// <returns>Id of the new job (of no job, if its unique key turns out to be held).</returns>
    /// <exception cref="InvalidJobException">The job breaks a rule; the message names every fault.</exception>
    JobId Enqueue<TArgs>(string type, TArgs args, EnqueueOptions? options = null);

    /// <summary>
    /// Hands over this attempt's completion, with its result and the jobs it enqueued, to a store package that writes
    /// it inside the handler's own transaction (on PostgreSQL <c>context.CompleteAsync(transaction)</c>). From now on
    /// the job completes by that transaction alone: when the handler returns and it was not committed, the attempt has
    /// failed.
    /// </summary>
    /// <exception cref="InvalidOperationException">Handed over before, or the attempt has ended.</exception>
    JobOutcome.Succeeded HandOverCompletion();
}
