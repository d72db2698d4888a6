using System.Collections.Immutable;

namespace ActorJobs.Client;

/// <summary>
/// Puts jobs together that wait for each other: chains, fan-out and fan-in, any graph without circles. All are enqueued in one
/// transaction, each with the tag <c>workflow:</c> and the workflow's name.
/// </summary>
/// <param name="name">Names this one run, as <c>import-2030-01-01</c>; at most 55 characters.</param>
/// <param name="now">Time for the ids.</param>
public sealed class WorkflowBuilder(string name, DateTimeOffset now)
{
    /// <summary>What the tag of a workflow's jobs begins with.</summary>
    public const string TagPrefix = "workflow:";

    private readonly List<JobRequest> _jobs = [];

    /// <summary>The tag of its jobs.</summary>
    public string Tag { get; } = TagPrefix + name;

    /// <summary>Its jobs, each behind those it waits for.</summary>
    public IReadOnlyList<JobRequest> Jobs => _jobs;

    /// <summary>Adds a job.</summary>
    /// <param name="request">The job; its options' <see cref="EnqueueOptions.After"/> is replaced.</param>
    /// <param name="after">Jobs of this workflow that it waits for; none for one that is ready at once.</param>
    /// <param name="onFailure">What becomes of it when one of them fails.</param>
    /// <returns>Its id, to be waited for by others.</returns>
    /// <exception cref="ArgumentException">It waits for a job that was not added before.</exception>
    public JobId Add(JobRequest request, IEnumerable<JobId>? after = null, FailurePolicy onFailure = FailurePolicy.Hold)
    {
        ArgumentNullException.ThrowIfNull(request);
        var options = request.Options ?? new EnqueueOptions();
        var id = options.Id ?? JobId.New(now);
        ImmutableArray<JobId> waitsFor = [.. (after ?? []).Distinct()];
        var strange = waitsFor.Where(other => _jobs.TrueForAll(job => job.Options!.Id != other)).ToArray();
        if (strange.Length > 0)
        {
            throw new ArgumentException($"Job {strange[0]} was not added to this workflow before.", nameof(after));
        }
        _jobs.Add(request with
        {
            Options = options with { Id = id, After = waitsFor, OnFailure = onFailure, Tags = [.. options.Tags, Tag] },
        });
        return id;
    }

    /// <summary>Adds jobs of which each waits for the one before.</summary>
    /// <param name="requests">In order.</param>
    /// <param name="after">What the first waits for.</param>
    /// <returns>The id of the last.</returns>
    public JobId Chain(IEnumerable<JobRequest> requests, IEnumerable<JobId>? after = null)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var last = after;
        foreach (var request in requests)
        {
            last = [Add(request, last)];
        }
        return last?.Single() ?? throw new ArgumentException("A chain has at least one job.", nameof(requests));
    }
}
