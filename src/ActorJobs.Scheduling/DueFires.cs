using System.Collections.Immutable;
using ActorJobs.Schedules;
using ActorJobs.Scheduling.Times;

namespace ActorJobs.Scheduling;

/// <summary>What the scheduler makes of the times of one schedule that have come.</summary>
/// <param name="Fires">Times to fire for, oldest first.</param>
/// <param name="Cause">What they come from.</param>
/// <param name="FirstMissed">The oldest time that is dropped; null when none is.</param>
/// <param name="Mark">Up to here all times are dealt with, by this decision or earlier ones.</param>
public sealed record DueFires(
    ImmutableArray<DateTimeOffset> Fires, FireCause Cause, DateTimeOffset? FirstMissed, DateTimeOffset Mark)
{
    /// <summary>Most fires of one decision; further times are left to the next one.</summary>
    public const int MaxFires = 1000;

    /// <summary>
    /// Decides. Times that the scheduler is late with by no more than <paramref name="misfireAfter"/>, as during a take-over,
    /// all fire. When the oldest is later than that there was an outage, and the misfire policy decides over all that have
    /// come; of those before the catch-up window none fires.
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="times">Its times.</param>
    /// <param name="mark">The <see cref="Mark"/> of the last decision; of the first, when the schedule was created.</param>
    /// <param name="now">The time by the store's clock. A clock that was set back repeats nothing: up to the mark none is
    /// due.</param>
    /// <param name="misfireAfter">How late is an outage.</param>
    public static DueFires Decide(
        Schedule schedule, FireTimes times, DateTimeOffset mark, DateTimeOffset now, TimeSpan misfireAfter)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(times);
        if (times.NextAfter(mark) is not { } oldest || oldest > now)
        {
            return new DueFires([], FireCause.Schedule, null, mark);
        }
        if (now - oldest <= misfireAfter)
        {
            return Firing(times, mark, now, FireCause.Schedule);
        }
        var window = now - schedule.CatchUp;
        var floor = mark > window ? mark : window;
        var fires = schedule.Misfire switch
        {
            MisfirePolicy.All => Firing(times, floor, now, FireCause.CatchUp),
            MisfirePolicy.Once when times.LastUpTo(now, floor) is { } last =>
                new DueFires([last], FireCause.CatchUp, null, now),
            _ => new DueFires([], FireCause.CatchUp, null, now),
        };
        return fires.Fires.IsEmpty || fires.Fires[0] > oldest ? fires with { FirstMissed = oldest } : fires;
    }

    private static DueFires Firing(FireTimes times, DateTimeOffset after, DateTimeOffset now, FireCause cause)
    {
        var fires = times.After(after).TakeWhile(at => at <= now).Take(MaxFires).ToImmutableArray();
        return new DueFires(fires, cause, null, fires.Length < MaxFires ? now : fires[^1]);
    }
}
