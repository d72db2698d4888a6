using ActorJobs.Stores;

namespace ActorJobs.Runtime.Housekeeping;

/// <summary>
/// What house-keeping takes; from <c>actorjobs.housekeeping</c> in HOCON and RETAIN_SUCCEEDED, RETAIN_FAILED_COUNT.
/// </summary>
public sealed record HousekeepingSettings
{
    /// <summary>How often history is purged.</summary>
    /// <value>1 min.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most jobs removed in one transaction.</summary>
    public int PurgeBatch { get; init; } = 1000;

    /// <summary>What is kept.</summary>
    public Retention Retention { get; init; } = Retention.Default;
}
