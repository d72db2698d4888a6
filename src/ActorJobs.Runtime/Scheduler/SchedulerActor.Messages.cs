using System.Collections.Immutable;
using ActorJobs.Schedules;
using ActorJobs.Stores;
using Akka.Actor;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>What the scheduler tells itself.</summary>
internal sealed partial class SchedulerActor
{
    private sealed record LiveFound(ImmutableArray<string> Due, LiveJobs Live);

    /// <summary>What the queue answered to the pending fires, in their order; null for one that it refused.</summary>
    private sealed record CarriedOut(ImmutableArray<EnqueueResult?> Results);

    private sealed record StoreFailed(ImmutableArray<string> Due, Exception Error);

    private sealed record FileRead(ImmutableArray<Schedule>? Schedules, Exception? Error);

    private sealed record TimesFound(string Id, ImmutableArray<DateTimeOffset> Times, IActorRef Asker, Exception? Error);

    private sealed record LookTick
    {
        public static LookTick Instance { get; } = new();
    }

    private sealed record OpenTick
    {
        public static OpenTick Instance { get; } = new();
    }

    private sealed record RetryTick
    {
        public static RetryTick Instance { get; } = new();
    }

    private sealed record FileTick
    {
        public static FileTick Instance { get; } = new();
    }

    private sealed record StopTick
    {
        public static StopTick Instance { get; } = new();
    }
}
