namespace ActorJobs.Settings;

/// <summary>Whether and how this process may host the scheduler.</summary>
/// <param name="Enabled"><c>ENABLE_SCHEDULER</c>: default true, false in gateway-only.</param>
/// <param name="Interval"><c>SCHEDULER_INTERVAL</c>: longest time between two looks at the schedules; 100 ms to 1 min,
/// default 1 s.</param>
/// <param name="File"><c>SCHEDULES_FILE</c>: a JSON file of schedules, or null.</param>
public sealed record SchedulerSettings(bool Enabled, TimeSpan Interval, string? File = null)
{
    /// <summary>1 s.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);

    /// <summary>100 ms.</summary>
    public static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>1 min.</summary>
    public static readonly TimeSpan MaxInterval = TimeSpan.FromMinutes(1);
}
