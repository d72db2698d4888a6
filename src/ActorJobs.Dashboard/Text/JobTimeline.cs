namespace ActorJobs.Dashboard.Text;

/// <summary>What became of a job so far, oldest first.</summary>
internal static class JobTimeline
{
    public static IEnumerable<TimelineStep> Of(JobSnapshot job)
    {
        yield return new TimelineStep("Enqueued", job.CreatedAt, "done", Note: job.RunAt > job.CreatedAt + TimeSpan.FromSeconds(1)
            && job.Errors.IsEmpty && job.State == JobState.Scheduled && !job.WaitsForOthers ? $"for {Figures.Utc(job.RunAt)}" : null);
        foreach (var error in job.Errors)
        {
            yield return new TimelineStep(
                error.Class == ErrorClass.Interrupted ? $"Attempt {error.Attempt} lost with its node" : $"Attempt {error.Attempt} failed",
                error.At, "bad", error.Node, $"{error.Class.ToName()} error", error);
        }
        foreach (var step in Last(job))
        {
            yield return step;
        }
    }

    private static IEnumerable<TimelineStep> Last(JobSnapshot job)
    {
        var took = job is { StartedAt: { } started, FinishedAt: { } finished } && finished >= started
            ? $"after {Figures.Span(finished - started)}"
            : null;
        switch (job.State)
        {
            case JobState.Scheduled when job.WaitsForOthers:
                yield return new TimelineStep("Waits for other jobs", null, "next");
                break;
            case JobState.Scheduled:
                yield return new TimelineStep("Due", job.RunAt, "next");
                break;
            case JobState.Retrying:
                yield return new TimelineStep($"Attempt {job.Attempt + 1} due", job.RunAt, "next");
                break;
            case JobState.Ready:
                yield return new TimelineStep("Waits for a slot", job.RunAt, "next");
                break;
            case JobState.Running:
                yield return new TimelineStep($"Attempt {job.Attempt} runs", job.StartedAt, "now", job.Node);
                break;
            case JobState.Succeeded:
                yield return new TimelineStep($"Attempt {job.Attempt} started", job.StartedAt, "done", job.Node);
                yield return new TimelineStep("Succeeded", job.FinishedAt, "good", Note: took);
                break;
            case JobState.Failed:
                yield return new TimelineStep("Gave up", job.FinishedAt, "bad", Note: "Kept for you to retry or discard.");
                break;
            case JobState.Cancelled:
                yield return new TimelineStep("Cancelled", job.FinishedAt, "off", job.Node, took);
                break;
            default:
                break;
        }
    }
}

/// <summary>A step of a job's life.</summary>
internal sealed record TimelineStep(
    string Title, DateTimeOffset? At, string Kind, string? Node = null, string? Note = null, JobError? Error = null);
