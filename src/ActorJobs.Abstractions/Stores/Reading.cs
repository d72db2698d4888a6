using System.Collections.Immutable;

namespace ActorJobs.Stores;

/// <summary>
/// What one reader hands out of a queue: of jobs with a concurrency key those whose key the store counts to it, of others those
/// whose id it does, so that each job is of one partition for as long as their number stays the same. Stores choose how they
/// count; every partition gets about as many ids.
/// </summary>
/// <param name="Index">From 0.</param>
/// <param name="Count">Of how many; 1 to <see cref="MaxCount"/>.</param>
public readonly record struct Partition(int Index, int Count)
{
    /// <summary>Most partitions of a queue.</summary>
    public const int MaxCount = 64;

    /// <summary>The whole queue, which has one reader.</summary>
    public static Partition Whole => new(0, 1);
}

/// <summary>A term of a queue reader; a greater one of its partition makes all smaller ones powerless.</summary>
/// <param name="Value">From 1.</param>
/// <param name="Partition">What it hands out.</param>
public readonly record struct ReaderEpoch(long Value, Partition Partition)
{
    /// <summary>A term of the reader of a whole queue.</summary>
    /// <param name="value">From 1.</param>
    public ReaderEpoch(long value)
        : this(value, Partition.Whole)
    {
    }
}

/// <summary>
/// A place in a lane, meaningful only to the store that made it; positions grow as jobs become ready.
/// </summary>
/// <param name="Position">Every job up to here that could be seen has been read.</param>
/// <param name="Floor">
/// Up to here no further job can appear. Where several connections commit at once a job with a smaller position may
/// become visible after one with a greater; those between the floor and the position are looked at again by the next
/// read, which may answer jobs a second time. Not above <paramref name="Position"/>.
/// </param>
public readonly record struct LaneCursor(long Position, long Floor)
{
    /// <summary>A place before which nothing can appear any more.</summary>
    public LaneCursor(long position)
        : this(position, position)
    {
    }

    /// <summary>Before the first job.</summary>
    public static LaneCursor Start => new(long.MinValue);
}

/// <summary>Jobs read from a lane.</summary>
/// <param name="Jobs">In order of position.</param>
/// <param name="Next">Where to read on.</param>
/// <param name="End">True when the lane held no more when it was read.</param>
public sealed record LanePage(ImmutableArray<ReadyJob> Jobs, LaneCursor Next, bool End);

/// <summary>A ready job with all that a worker needs to run it.</summary>
public sealed record ReadyJob
{
    /// <summary>Identity.</summary>
    public required JobId Id { get; init; }

    /// <summary>Lane it waits in.</summary>
    public required Lane Lane { get; init; }

    /// <summary>Place in the lane.</summary>
    public required long Position { get; init; }

    /// <summary>Attempts that ended so far without completing it.</summary>
    public required int AttemptsUsed { get; init; }

    /// <summary>
    /// Attempts used before it was last retried by hand; those do not count against <see cref="MaxRetries"/>.
    /// </summary>
    public required int RetryBase { get; init; }

    /// <summary>Attempts after the first.</summary>
    public required int MaxRetries { get; init; }

    /// <summary>How many of its attempts ended because their node was lost: a job with two may be the cause.</summary>
    public required int Interruptions { get; init; }

    /// <summary>Longest time of one attempt.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>When it was enqueued.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was due: its enqueue, the time asked for, or its last retry; null when the sender does not tell.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Arguments as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Concurrency key, if any.</summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>Words to find it by.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The job whose handler enqueued it.</summary>
    public JobId? Parent { get; init; }

    /// <summary>
    /// Where its enqueue stands in a trace, as a W3C <c>traceparent</c> of 55 characters; null when that was not
    /// recorded. It stays with the job past its end, so one retried by hand has it again.
    /// </summary>
    public string? Trace { get; init; }

    /// <summary>Number of the next attempt, from 1.</summary>
    public int NextAttempt => AttemptsUsed + 1;

    /// <summary>True when the next attempt is the last one allowed.</summary>
    public bool IsLastAttempt => NextAttempt - RetryBase > MaxRetries;
}

/// <summary>A wish to claim jobs for a node.</summary>
/// <param name="Node">Who will run them.</param>
/// <param name="Now">Time of the claim.</param>
/// <param name="Jobs">The jobs and the attempts about to begin.</param>
public sealed record ClaimRequest(NodeId Node, DateTimeOffset Now, ImmutableArray<ClaimedJob> Jobs);

/// <summary>Identity of a claim.</summary>
/// <param name="Value">Unique in the store, never used again; a later claim of a job has a higher one.</param>
public readonly record struct ClaimId(long Value);

/// <summary>A job in a claim.</summary>
/// <param name="Id">The job.</param>
/// <param name="Attempt">Number of the attempt claimed, from 1.</param>
public readonly record struct ClaimedJob(JobId Id, int Attempt);

/// <summary>Jobs handed to a node, durable before any of their handlers starts.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Epoch">The reader's term.</param>
/// <param name="Node">Who runs them.</param>
/// <param name="At">When.</param>
/// <param name="Jobs">Those that still stand.</param>
public sealed record Claim(
    ClaimId Id, ReaderEpoch Epoch, NodeId Node, DateTimeOffset At, ImmutableArray<ClaimedJob> Jobs);

/// <summary>A job whose claim stands.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Node">Who runs it.</param>
/// <param name="ClaimedAt">Since when.</param>
/// <param name="Job">Job and attempt.</param>
/// <param name="Lane">The lane it came from.</param>
/// <param name="ConcurrencyKey">Concurrency key, if any.</param>
/// <param name="Interruptions">How many of its attempts ended because their node was lost.</param>
public sealed record StandingJob(
    ClaimId Claim, NodeId Node, DateTimeOffset ClaimedAt, ClaimedJob Job, Lane Lane, string? ConcurrencyKey,
    int Interruptions);

/// <summary>What recovery of a lost node found.</summary>
/// <param name="Ready">Jobs that are ready again.</param>
/// <param name="Failed">Jobs that had no attempt left.</param>
/// <param name="Cancelled">Jobs whose cancel had been asked for.</param>
/// <param name="Lanes">Lanes that have ready jobs now.</param>
/// <param name="More">
/// True when jobs were left because their handler's own transaction, which completes them, is not decided yet: recover
/// the node again a moment later.
/// </param>
public sealed record RecoveryResult(
    ImmutableArray<JobId> Ready,
    ImmutableArray<JobId> Failed,
    ImmutableArray<JobId> Cancelled,
    ImmutableArray<Lane> Lanes,
    bool More = false);

/// <summary>What promotion did.</summary>
/// <param name="Count">Jobs made ready.</param>
/// <param name="Lanes">Their lanes.</param>
/// <param name="NextDue">When the next waiting job is due, not before the call's time if more were due; null when none
/// waits.</param>
public sealed record PromotionResult(int Count, ImmutableArray<Lane> Lanes, DateTimeOffset? NextDue);
