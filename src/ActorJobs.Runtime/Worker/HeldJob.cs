using ActorJobs.Stores;

namespace ActorJobs.Runtime.Worker;

/// <summary>A claimed job on this node, from its arrival until its outcome is durable.</summary>
/// <param name="claim">Its claim.</param>
/// <param name="job">The job.</param>
/// <param name="receivedAt">When it arrived.</param>
/// <param name="partition">Index of the partition whose reader handed it out.</param>
internal sealed class HeldJob(ClaimId claim, ReadyJob job, DateTimeOffset receivedAt, int partition = 0)
{
    private HeldJob? _next;
    private bool _ended;

    /// <summary>Held only for a moment, by the job's attempt too: one lock for each job that runs.</summary>
    public Lock Lock { get; } = new();

    public ClaimId Claim => claim;

    public ReadyJob Job => job;

    public ClaimedJob Claimed => new(job.Id, job.NextAttempt);

    public DateTimeOffset ReceivedAt => receivedAt;

    public int Partition => partition;

    /// <summary>The attempt, once a slot has taken the job.</summary>
    public Attempt? Attempt { get; set; }

    /// <summary>The span of its run; the default when none is recorded.</summary>
    public System.Diagnostics.ActivityContext Run { get; set; }

    /// <summary>The slot that took the job.</summary>
    public Slot? Slot { get; set; }

    /// <summary>True when a cancel came while it waited for a slot.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>Takes a later claim of the same job, which is run when this one has ended; false when it has.</summary>
    public bool TryFollow(HeldJob next)
    {
        lock (Lock)
        {
            if (!_ended && (_next is null || _next.Claim.Value < next.Claim.Value))
            {
                _next = next;
            }
            return !_ended;
        }
    }

    /// <summary>Nothing can follow any more; answers what follows.</summary>
    public HeldJob? End()
    {
        lock (Lock)
        {
            _ended = true;
            return _next;
        }
    }
}
