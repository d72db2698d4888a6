namespace ActorJobs.Scheduling.Times;

/// <summary>Those times that are neither before a start nor after an end.</summary>
internal sealed class BoundedTimes(FireTimes times, DateTimeOffset? start, DateTimeOffset? end) : FireTimes
{
    public override DateTimeOffset? NextAfter(DateTimeOffset time)
    {
        var next = times.NextAfter(time < start ? start.Value.AddTicks(-1) : time);
        return next > end ? null : next;
    }
}
