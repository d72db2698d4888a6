using ActorJobs.Stores;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>What the queue reader's constructor takes; from <c>actorjobs.reader</c> in HOCON.</summary>
public sealed record ReaderSettings
{
    /// <summary>What this reader hands out, of as many partitions as QUEUE_PARTITIONS says.</summary>
    public Partition Partition { get; init; } = Partition.Whole;

    /// <summary>Longest wait before the store is asked again when no wake-up came.</summary>
    /// <value>5 s; 100 ms to 1 min. Shorter bounds how late a lost wake-up is noticed, longer saves queries.</value>
    public TimeSpan IdlePollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Longest wait between promotions of due jobs when no earlier due time is known: SCHEDULER_INTERVAL.
    /// </summary>
    /// <value>1 s; 100 ms to 1 min.</value>
    public TimeSpan PromoteInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most jobs promoted in one transaction.</summary>
    public int PromoteBatch { get; init; } = 1000;

    /// <summary>Most jobs read from a lane at a time.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>Most bytes of payload read from a lane at a time (one job is always read).</summary>
    public int PageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most jobs read ahead in all lanes together.</summary>
    public int MaxBuffered { get; init; } = 20_000;

    /// <summary>Most bytes of payload read ahead in all lanes together.</summary>
    public long MaxBufferedBytes { get; init; } = 32L * 1024 * 1024;

    /// <summary>Most jobs claimed in one transaction.</summary>
    public int ClaimBatch { get; init; } = 1000;

    /// <summary>Claim transactions under way at a time.</summary>
    public int ClaimsInFlight { get; init; } = 2;

    /// <summary>Reads under way at a time.</summary>
    public int ReadsInFlight { get; init; } = 4;

    /// <summary>
    /// First wait before the store is tried again after a failure; doubled up to <see cref="MaxStoreBackoff"/>.
    /// </summary>
    public TimeSpan StoreBackoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait before the store is tried again.</summary>
    public TimeSpan MaxStoreBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an assigned job may be missing from its node's report before it is taken back.</summary>
    public TimeSpan LostAssignment { get; init; } = TimeSpan.FromSeconds(5);
}
