using System.Collections.Immutable;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>
/// What the reader tells itself. Replies carry the term in which they were asked for; those of earlier terms are
/// dropped.
/// </summary>
internal sealed partial class QueueReaderActor
{
    private interface ITermed
    {
        int Term { get; }
    }

    private sealed record Opened(
        int Term, ReaderEpoch Epoch, ImmutableArray<StandingJob> Standing, ImmutableArray<Pause> Pauses,
        ImmutableArray<Lane> Lanes) : ITermed;

    private sealed record PlannedClaim(NodeId Node, ImmutableArray<ReadyJob> Jobs, DateTimeOffset At);

    private sealed record Claimed(int Term, ImmutableArray<PlannedClaim> Planned, ImmutableArray<Claim> Claims) : ITermed;

    private sealed record LaneRead(int Term, Lane Lane, int Generation, LanePage Page) : ITermed;

    private sealed record KeyRead(int Term, string Key, Lane Lane, ImmutableArray<ReadyJob> Jobs) : ITermed;

    private sealed record Promoted(int Term, PromotionResult Result) : ITermed;

    private sealed record Polled(int Term, ImmutableArray<Pause> Pauses, ImmutableArray<Lane> Lanes) : ITermed;

    private sealed record Recovered(int Term, NodeId Node, RecoveryResult Result) : ITermed;

    private sealed record TakenBack(
        int Term, NodeId Node, ImmutableArray<(JobId Job, ClaimId Claim)> Jobs, ImmutableArray<OutcomeResult> Results,
        bool HasLeft) : ITermed;

    private sealed record StoreFailed(int Term, string Doing, Exception Error);

    private sealed record OpenTick
    {
        public static OpenTick Instance { get; } = new();
    }

    /// <summary>Jobs were enqueued past the cluster; they are due and want to be made ready.</summary>
    private sealed record OutsideWork
    {
        public static OutsideWork Instance { get; } = new();
    }

    /// <summary>The watch ended with the reader.</summary>
    private sealed record Unwatched : ITermed
    {
        public static Unwatched Instance { get; } = new();

        public int Term => -1;
    }

    /// <summary>Some of the node's jobs were being completed by their handlers' transactions: look again.</summary>
    private sealed record RecoverTick(NodeId Node);

    private sealed record PollTick
    {
        public static PollTick Instance { get; } = new();
    }

    /// <summary>A rate lets another job start.</summary>
    private sealed record RateTick
    {
        public static RateTick Instance { get; } = new();
    }

    private sealed record PromoteTick
    {
        public static PromoteTick Instance { get; } = new();
    }
}
