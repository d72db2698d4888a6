using System.Collections.Immutable;
using ActorJobs.Rules;

namespace ActorJobs.Stores;

/// <summary>Reads for people: consistent per job, at most moments old.</summary>
public interface IJobQueries
{
    /// <summary>One job with its log, or null when it is unknown or no longer kept.</summary>
    Task<JobSnapshot?> GetAsync(JobId id, CancellationToken cancellationToken);

    /// <summary>
    /// A page of jobs, newest id first. Never a full scan for a filter by state, type, tag, key, parent or error; where
    /// several are combined and few jobs match all of them, a page may hold fewer than asked for, even none, and still have a
    /// next: it ends when a page's worth of work is done.
    /// </summary>
    Task<JobPage> ListAsync(JobFilter filter, JobId? before, int limit, CancellationToken cancellationToken);

    /// <summary>Failed jobs by type and error, the most frequent first; no more than a few hundred groups.</summary>
    Task<ImmutableArray<FailureGroup>> GetFailuresAsync(CancellationToken cancellationToken) =>
        FailureGroups.ReadAsync(this, cancellationToken);

    /// <summary>The pauses in force.</summary>
    Task<ImmutableArray<Pause>> GetPausesAsync(CancellationToken cancellationToken);

    /// <summary>Counts of the whole queue.</summary>
    Task<StoreCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>Those of some jobs that have not ended; ones that are not known have.</summary>
    /// <param name="ids">Any number; stores ask for thousands at once.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    async Task<IReadOnlySet<JobId>> GetLiveAsync(IReadOnlyCollection<JobId> ids, CancellationToken cancellationToken)
    {
        var live = new HashSet<JobId>();
        foreach (var id in ids)
        {
            if (await GetAsync(id, cancellationToken) is { } job && !job.State.IsFinal())
            {
                live.Add(id);
            }
        }
        return live;
    }
}

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">Newest id first, without logs.</param>
/// <param name="Next">Pass as <c>before</c> to read on; null at the end.</param>
public sealed record JobPage(ImmutableArray<JobSnapshot> Jobs, JobId? Next);

/// <summary>Counts of the whole queue.</summary>
/// <param name="ByState">Jobs in each state; every state has an entry.</param>
/// <param name="Waiting">Ready jobs that are not claimed, by lane; lanes without any are left out.</param>
/// <param name="Oldest">When the oldest job of <paramref name="Waiting"/> in a lane was enqueued; a lane may be left out when
/// that could not be told at once.</param>
public sealed record StoreCounts(
    ImmutableDictionary<JobState, long> ByState,
    ImmutableDictionary<Lane, long> Waiting,
    ImmutableDictionary<Lane, DateTimeOffset> Oldest)
{
    /// <summary>When the oldest ready job of any lane was enqueued; null when none is ready.</summary>
    public DateTimeOffset? OldestReady => Oldest.IsEmpty ? null : Oldest.Values.Min();
}
