namespace ActorJobs;

/// <summary>Where a job stands. <c>README.md</c> of this project draws the transitions.</summary>
public enum JobState
{
    /// <summary>Waits for its time.</summary>
    Scheduled,

    /// <summary>May be handed to a worker.</summary>
    Ready,

    /// <summary>Claimed for a node; its handler runs or is about to.</summary>
    Running,

    /// <summary>An attempt failed; waits for the time of the next.</summary>
    Retrying,

    /// <summary>Its handler completed. Final.</summary>
    Succeeded,

    /// <summary>No attempts left, or failed permanently: the dead set. Final until retried by hand.</summary>
    Failed,

    /// <summary>Stopped by request. Final until retried by hand.</summary>
    Cancelled,
}
