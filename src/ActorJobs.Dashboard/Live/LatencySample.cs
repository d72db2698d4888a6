using System.Collections.Immutable;

namespace ActorJobs.Dashboard.Live;

/// <summary>How long jobs waited and ran that ended lately.</summary>
/// <param name="WaitMedian">Half started within this from when they were due.</param>
/// <param name="WaitHigh">95 of 100 did.</param>
/// <param name="RunMedian">Half of the last attempts took no longer.</param>
/// <param name="RunHigh">95 of 100 took no longer.</param>
internal sealed record LatencySample(TimeSpan WaitMedian, TimeSpan WaitHigh, TimeSpan RunMedian, TimeSpan RunHigh)
{
    /// <summary>Takes those that ended after a time; null when none did.</summary>
    public static LatencySample? Of(IEnumerable<JobSnapshot> jobs, DateTimeOffset after)
    {
        var ended = jobs.Where(job => job.FinishedAt > after && job.StartedAt is not null).ToImmutableArray();
        if (ended.IsEmpty)
        {
            return null;
        }
        // A retried job waited for its back-off, not for a slot.
        var waits = ended.Where(job => job.Attempt <= 1).Select(job => Floor(job.StartedAt!.Value - job.RunAt)).Order().ToList();
        var runs = ended.Select(job => Floor(job.FinishedAt!.Value - job.StartedAt!.Value)).Order().ToList();
        return new LatencySample(At(waits, 0.5), At(waits, 0.95), At(runs, 0.5), At(runs, 0.95));
    }

    private static TimeSpan Floor(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;

    private static TimeSpan At(List<TimeSpan> sorted, double share) =>
        sorted.Count == 0 ? TimeSpan.Zero : sorted[(int)Math.Min(sorted.Count - 1, Math.Floor(share * sorted.Count))];
}
