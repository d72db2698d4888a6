using ActorJobs.Schedules;

namespace ActorJobs.Scheduling.Times;

/// <summary>The times at which a schedule fires, without jitter. Immutable.</summary>
public abstract class FireTimes
{
    private static readonly TimeSpan FirstWindow = TimeSpan.FromSeconds(1);

    /// <summary>The times of a schedule, within its start and end.</summary>
    /// <param name="schedule">One that breaks no rule of <see cref="ScheduleRules"/>.</param>
    /// <exception cref="FormatException">Its cron expression or time zone is not understood.</exception>
    public static FireTimes Of(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return new BoundedTimes(Unbounded(schedule), schedule.StartAt, schedule.EndAt);
    }

    /// <summary>The first time after another; null when none is left.</summary>
    public abstract DateTimeOffset? NextAfter(DateTimeOffset time);

    /// <summary>The times after another, in order.</summary>
    public IEnumerable<DateTimeOffset> After(DateTimeOffset time)
    {
        for (var next = NextAfter(time); next is { } at; next = NextAfter(at))
        {
            yield return at;
        }
    }

    /// <summary>The last time up to another, but after <paramref name="floor"/>; null when there is none.</summary>
    public DateTimeOffset? LastUpTo(DateTimeOffset time, DateTimeOffset floor)
    {
        // There is no way back from a time, so windows before it are looked at, each twice as long as the one before.
        for (var window = FirstWindow; ; window *= 2)
        {
            var from = window < time - floor ? time - window : floor;
            if (NextAfter(from) <= time)
            {
                return After(from).TakeWhile(at => at <= time).Last();
            }
            if (from == floor)
            {
                return null;
            }
        }
    }

    private static FireTimes Unbounded(Schedule schedule) => schedule switch
    {
        { Cron: { } cron } => new CronTimes(CronText.Parse(cron, schedule.Id), IanaZone.Find(schedule.TimeZone)),
        { Every: { } every } => new IntervalTimes(every, schedule.Anchor ?? DateTimeOffset.UnixEpoch),
        { RunAt: { } at } => new SingleTime(at),
        _ => throw new FormatException("A schedule needs one of cron, every and runAt."),
    };
}
