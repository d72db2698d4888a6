namespace ActorJobs.Settings;

/// <summary>How much history is kept.</summary>
/// <param name="Succeeded"><c>RETAIN_SUCCEEDED</c>: how long succeeded and cancelled jobs stay; 0 to 3650 d, default 24
/// h.</param>
/// <param name="FailedCount"><c>RETAIN_FAILED_COUNT</c>: how many failed jobs stay, the newest; 0 to 1,000,000, default
/// 5,000.</param>
/// <param name="SucceededCount"><c>RETAIN_SUCCEEDED_COUNT</c>: how many succeeded and cancelled jobs stay on Redis, where
/// history costs memory, the newest; 0 to 10,000,000, default 100,000.</param>
public sealed record RetentionSettings(TimeSpan Succeeded, int FailedCount, int SucceededCount)
{
    /// <summary>24 h.</summary>
    public static readonly TimeSpan DefaultSucceeded = TimeSpan.FromHours(24);

    /// <summary>5,000.</summary>
    public const int DefaultFailedCount = 5000;

    /// <summary>1,000,000.</summary>
    public const int MaxFailedCount = 1_000_000;

    /// <summary>100,000.</summary>
    public const int DefaultSucceededCount = 100_000;

    /// <summary>10,000,000.</summary>
    public const int MaxSucceededCount = 10_000_000;
}
