namespace ActorJobs.Stores.Postgres;

/// <summary>An attempt cannot complete its job any more: its claim was taken back. Its writes must be rolled back.</summary>
/// <param name="job">The job.</param>
/// <param name="attempt">The attempt.</param>
public sealed class AttemptOverException(JobId job, int attempt) : ActorJobsException(
    $"Attempt {attempt} of job {job} no longer stands, so it cannot complete the job; roll the transaction back.")
{
    /// <summary>The job.</summary>
    public JobId Job { get; } = job;

    /// <summary>The attempt.</summary>
    public int Attempt { get; } = attempt;
}
