namespace ActorJobs;

/// <summary>What becomes of a job that waits for another which fails.</summary>
public enum FailurePolicy
{
    /// <summary>
    /// It waits on: when the failed job is retried by hand and succeeds, the work goes on; when that is cancelled or removed, it
    /// is cancelled. The default.
    /// </summary>
    Hold = 0,

    /// <summary>It is cancelled, and with it what waits for it.</summary>
    Cancel = 1,

    /// <summary>It runs, whatever became of the other, once that has ended.</summary>
    Run = 2,
}
