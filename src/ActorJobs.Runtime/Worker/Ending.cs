using ActorJobs.Stores;

namespace ActorJobs.Runtime.Worker;

/// <summary>An ended attempt on its way to the store.</summary>
/// <param name="Held">The job.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Report">Progress and log lines not written yet.</param>
internal sealed record Ending(HeldJob Held, JobOutcome Outcome, JobReport? Report)
{
    private const int BaseBytes = 200;

    /// <summary>About how much it adds to a transaction.</summary>
    public int Bytes => BaseBytes + (Outcome is JobOutcome.Succeeded success
        ? success.Result.Length + (success.Children.IsEmpty ? 0 : success.Children.Sum(child => child.Payload.Length + BaseBytes))
        : 0);

    /// <summary>The same attempt, failed because the store refuses its outcome.</summary>
    public Ending Unwritable(Exception error) => this with
    {
        Report = null,
        Outcome = new JobOutcome.Failed(
            Outcome.Claim, Outcome.Job, Outcome.StartedAt, Outcome.FinishedAt,
            new JobError(Outcome.Job.Attempt, Outcome.FinishedAt, ErrorClass.Permanent,
                "The handler completed but its outcome was refused by the store: " + error.Message)),
    };
}
