using ActorJobs.Rules;
using ActorJobs.Scheduling.Times;
using ActorJobs.Schedules;

namespace ActorJobs.Dashboard.Text;

/// <summary>Schedules as people read them.</summary>
internal static class ScheduleWords
{
    private const int MaxPreview = 10;
    private static readonly TimeSpan ZoneOutlook = TimeSpan.FromDays(366);

    /// <summary>When it fires, in one line.</summary>
    public static string When(Schedule schedule) => schedule switch
    {
        { Cron: { } cron } => schedule.TimeZone == "UTC" ? cron : $"{cron} · {schedule.TimeZone}",
        { Every: { } every } => $"every {DurationText.Format(every)}",
        { RunAt: { } at } => $"once at {Figures.Utc(at)}",
        _ => "never",
    };

    /// <summary>The next ten times.</summary>
    public static IReadOnlyList<DateTimeOffset> Preview(Schedule schedule, DateTimeOffset now) =>
        [.. FireTimes.Of(schedule).After(now).Take(MaxPreview)];

    /// <summary>A time on the clocks of the schedule's zone.</summary>
    public static string Local(Schedule schedule, DateTimeOffset time)
    {
        var local = TimeZoneInfo.ConvertTime(time, Zone(schedule));
        return local.ToString("ddd yyyy-MM-dd HH:mm:ss zzz", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>What the next change of clocks does to it; null when there is none or it does not notice.</summary>
    public static string? ClockNote(Schedule schedule, DateTimeOffset now)
    {
        if (schedule.Cron is null)
        {
            return schedule.Every is null ? null : "Intervals are elapsed time: changes of clocks do not matter.";
        }
        var zone = Zone(schedule);
        if (NextChange(zone, now) is not { } change)
        {
            return null;
        }
        var (before, after) = (zone.GetUtcOffset(change.AddSeconds(-1)), zone.GetUtcOffset(change));
        return after > before
            ? $"Clocks in {schedule.TimeZone} are put forward on {Local(schedule, change)[4..14]}: a time that is left out fires at the moment of the change."
            : $"Clocks in {schedule.TimeZone} are put back on {Local(schedule, change)[4..14]}: a time that comes twice fires once if its hour and "
                + "minute are fixed, and both times if they are an interval.";
    }

    private static DateTimeOffset? NextChange(TimeZoneInfo zone, DateTimeOffset now)
    {
        var from = now.ToUniversalTime();
        var offset = zone.GetUtcOffset(from);
        for (var day = from; day < from + ZoneOutlook; day += TimeSpan.FromDays(1))
        {
            var next = day + TimeSpan.FromDays(1);
            if (zone.GetUtcOffset(next) != offset)
            {
                return Narrow(zone, day, next, offset);
            }
        }
        return null;
    }

    private static DateTimeOffset Narrow(TimeZoneInfo zone, DateTimeOffset before, DateTimeOffset after, TimeSpan offset)
    {
        while (after - before > TimeSpan.FromSeconds(1))
        {
            var middle = before + ((after - before) / 2);
            (before, after) = zone.GetUtcOffset(middle) == offset ? (middle, after) : (before, middle);
        }
        return DateTimeOffset.FromUnixTimeSeconds(after.ToUnixTimeSeconds());
    }

    private static TimeZoneInfo Zone(Schedule schedule) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}
