using ActorJobs.Schedules;

namespace ActorJobs.Scheduling.Tests;

/// <summary>Schedules that are right, to be changed in one place.</summary>
internal static class Any
{
    public static Schedule Schedule => new()
    {
        Id = "any", Every = TimeSpan.FromSeconds(1), Job = new ScheduledJob { Type = "echo", Payload = "{}"u8.ToArray() },
    };

    public static Schedule Cron(string cron, string zone = "UTC") => Schedule with { Every = null, Cron = cron, TimeZone = zone };

    public static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
