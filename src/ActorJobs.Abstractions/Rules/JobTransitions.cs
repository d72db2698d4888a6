namespace ActorJobs.Rules;

/// <summary>Which state may follow which. The table of this project's <c>README.md</c>, as code.</summary>
public static class JobTransitions
{
    /// <summary>True when a job may go from one state to the other.</summary>
    public static bool IsAllowed(JobState from, JobState to) => (from, to) switch
    {
        (JobState.Scheduled, JobState.Ready or JobState.Cancelled) => true,
        (JobState.Ready, JobState.Running or JobState.Cancelled) => true,
        (JobState.Running, JobState.Ready or JobState.Retrying) => true,
        (JobState.Running, JobState.Succeeded or JobState.Failed or JobState.Cancelled) => true,
        (JobState.Retrying, JobState.Ready or JobState.Cancelled) => true,
        (JobState.Failed or JobState.Cancelled, JobState.Ready) => true,
        _ => false,
    };

    /// <summary>True when nothing happens to the job any more unless a person asks for it.</summary>
    public static bool IsFinal(this JobState state) =>
        state is JobState.Succeeded or JobState.Failed or JobState.Cancelled;

    /// <summary>True when a cancel applies: the job is not final.</summary>
    public static bool CanCancel(this JobState state) => !state.IsFinal();

    /// <summary>True when a retry by hand applies: failed, cancelled, or waiting for its time.</summary>
    public static bool CanRetry(this JobState state) =>
        state is JobState.Failed or JobState.Cancelled or JobState.Scheduled or JobState.Retrying;

    /// <summary>True when a delete applies: the job does not run.</summary>
    public static bool CanDelete(this JobState state) => state != JobState.Running;
}
