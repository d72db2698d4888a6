using System.Globalization;
using ActorJobs.Schedules;

namespace ActorJobs.Scheduling;

/// <summary>How much later than its fire a job is due.</summary>
public static class FireJitter
{
    /// <summary>
    /// From zero to below <see cref="Schedule.Jitter"/>, evenly spread and always the same for one schedule and fire time, so
    /// that a fire that is repeated after a crash is due at the same time.
    /// </summary>
    public static TimeSpan Of(Schedule schedule, DateTimeOffset dueAt)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (schedule.Jitter == TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }
        var hash = StableHash.Of(string.Create(CultureInfo.InvariantCulture, $"{schedule.Id}\n{dueAt.UtcTicks}"));
        return TimeSpan.FromTicks((long)(hash % (ulong)schedule.Jitter.Ticks));
    }
}
