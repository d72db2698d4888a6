using ActorJobs.Schedules;

namespace ActorJobs.Scheduling.Times;

/// <summary>The times at which a schedule fires, without jitter. Immutable.</summary>
public abstract class FireTimes
{
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

    private static FireTimes Unbounded(Schedule schedule) => schedule switch
    {
        { Cron: { } cron } => new CronTimes(CronText.Parse(cron, schedule.Id), IanaZone.Find(schedule.TimeZone)),
        { Every: { } every } => new IntervalTimes(every, schedule.Anchor ?? DateTimeOffset.UnixEpoch),
        { RunAt: { } at } => new SingleTime(at),
        _ => throw new FormatException("A schedule needs one of cron, every and runAt."),
    };
}
