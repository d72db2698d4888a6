using ActorJobs.Rules;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.Worker;

/// <summary>What an ended attempt means for its job. Pure but for the dice.</summary>
internal static class AttemptOutcome
{
    /// <summary>Of an attempt that returned, threw or was given up.</summary>
    public static JobOutcome Of(Attempt attempt, Exception? error, string node, DateTimeOffset now, WorkerSettings settings)
    {
        var held = attempt.Held;
        if (error is null && attempt.HandedOver)
        {
            return new JobOutcome.Confirmed(held.Claim, held.Claimed, attempt.StartedAt, now);
        }
        if (error is null)
        {
            return new JobOutcome.Succeeded(
                held.Claim, held.Claimed, attempt.StartedAt, now, attempt.Result, attempt.Children);
        }
        return attempt.StopReason switch
        {
            StopReason.Cancelled => new JobOutcome.Cancelled(held.Claim, held.Claimed, attempt.StartedAt, now),
            StopReason.Shutdown when attempt.Abandoned || error is OperationCanceledException =>
                new JobOutcome.Released(held.Claim, held.Claimed, attempt.StartedAt, now),
            StopReason.TimedOut => Failure(attempt, ErrorClass.Recoverable, null, TimedOut(attempt), error, node, now, settings),
            StopReason.Stuck => Failure(attempt, ErrorClass.Recoverable, null, Stuck(attempt, settings), error, node, now, settings),
            _ => Failure(attempt, error, node, now, settings),
        };
    }

    /// <summary>Of an attempt whose handler returned without committing the transaction that completes its job.</summary>
    public static JobOutcome Uncommitted(HeldJob held, JobOutcome ended, string node, WorkerSettings settings) =>
        Failure(held, ended.StartedAt, ErrorClass.Recoverable, null,
            "The handler returned, but the transaction that completes the job was not committed.", null, node,
            ended.FinishedAt, settings);

    /// <summary>Of a job that waited for a slot and goes back.</summary>
    public static JobOutcome Unstarted(HeldJob held, DateTimeOffset now) => held.CancelRequested
        ? new JobOutcome.Cancelled(held.Claim, held.Claimed, held.ReceivedAt, now)
        : new JobOutcome.Released(held.Claim, held.Claimed, held.ReceivedAt, now);

    private static JobOutcome Failure(
        Attempt attempt, Exception error, string node, DateTimeOffset now, WorkerSettings settings)
    {
        var (errorClass, retryAfter) = ErrorClassifier.Classify(error);
        return Failure(attempt, errorClass, retryAfter, error.Message, error, node, now, settings);
    }

    private static JobOutcome Failure(
        Attempt attempt, ErrorClass errorClass, TimeSpan? retryAfter, string message, Exception error, string node,
        DateTimeOffset now, WorkerSettings settings) => Failure(
        attempt.Held, attempt.StartedAt, errorClass, retryAfter, message, Cut(error.ToString()), node, now, settings);

    private static JobOutcome Failure(
        HeldJob held, DateTimeOffset startedAt, ErrorClass errorClass, TimeSpan? retryAfter, string message, string? detail,
        string node, DateTimeOffset now, WorkerSettings settings)
    {
        var job = held.Job;
        var jobError = new JobError(job.NextAttempt, now, errorClass, Cut(message), detail, node);
        var decision = RetryRule.Decide(
            job.NextAttempt - job.RetryBase, job.MaxRetries, errorClass, retryAfter, settings.Retry,
            Random.Shared.NextDouble());
        return decision is RetryDecision.Again again
            ? new JobOutcome.RetryAt(held.Claim, held.Claimed, startedAt, now, now + again.Delay, jobError)
            : new JobOutcome.Failed(held.Claim, held.Claimed, startedAt, now, jobError);
    }

    private static string TimedOut(Attempt attempt) =>
        $"The attempt ran longer than its time-out of {DurationText.Format(attempt.Held.Job.Timeout)}" + Ending(attempt);

    private static string Stuck(Attempt attempt, WorkerSettings settings) =>
        $"The attempt showed no sign of progress for {DurationText.Format(settings.StuckAfter)}" + Ending(attempt);

    private static string Ending(Attempt attempt) =>
        attempt.Abandoned ? " and did not stop when told to; its slot was given up." : ".";

    private static string Cut(string text) =>
        text.Length > JobLimits.MaxErrorLength ? text[..JobLimits.MaxErrorLength] : text;
}
