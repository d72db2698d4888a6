namespace ActorJobs.Scheduling.Times;

/// <summary>
/// Whole intervals from an anchor, before and after it. They are of elapsed time: clocks that are put forward or back by law
/// do not move them.
/// </summary>
internal sealed class IntervalTimes(TimeSpan every, DateTimeOffset anchor) : FireTimes
{
    public override DateTimeOffset? NextAfter(DateTimeOffset time)
    {
        var ticks = Int128.Abs(time.UtcTicks - anchor.UtcTicks);
        var intervals = ticks / every.Ticks;
        var whole = time >= anchor ? intervals + 1 : -(ticks % every.Ticks == 0 ? intervals - 1 : intervals);
        var next = anchor.UtcTicks + (whole * every.Ticks);
        return next > DateTimeOffset.MaxValue.UtcTicks ? null : new DateTimeOffset((long)next, TimeSpan.Zero);
    }
}
