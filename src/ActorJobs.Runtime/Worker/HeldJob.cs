using ActorJobs.Stores;

namespace ActorJobs.Runtime.Worker;

/// <summary>A claimed job on this node, from its arrival until its outcome is durable.</summary>
/// <param name="claim">Its claim.</param>
/// <param name="job">The job.</param>
/// <param name="receivedAt">When it arrived.</param>
internal sealed class HeldJob(ClaimId claim, ReadyJob job, DateTimeOffset receivedAt)
{
    public ClaimId Claim => claim;

    public ReadyJob Job => job;

    public ClaimedJob Claimed => new(job.Id, job.NextAttempt);

    public DateTimeOffset ReceivedAt => receivedAt;

    /// <summary>The attempt, once a slot has taken the job.</summary>
    public Attempt? Attempt { get; set; }

    /// <summary>The span of its run; the default when none is recorded.</summary>
    public System.Diagnostics.ActivityContext Run { get; set; }

    /// <summary>The slot that took the job.</summary>
    public Slot? Slot { get; set; }

    /// <summary>True when a cancel came while it waited for a slot.</summary>
    public bool CancelRequested { get; set; }
}
