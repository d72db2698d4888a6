using System.Collections.Immutable;
using ActorJobs.Operations;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Stores;
using Akka.Actor;

namespace ActorJobs.Runtime.Tests;

/// <summary>Valid defaults, so that a test shows only what matters to it.</summary>
internal static class Any
{
    private static long _position;

    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly NodeId Node = new("10.0.0.1:4053", 1);

    public static readonly NodeId OtherNode = new("10.0.0.2:4053", 2);

    public static ReadyJob Job(
        string type = "echo", Priority priority = Priority.Normal, string? key = null, int maxRetries = 3,
        int attemptsUsed = 0, int interruptions = 0, TimeSpan? timeout = null, string payload = "{}") => new()
        {
            Id = JobId.New(Now),
            Lane = new Lane(priority, type),
            Position = ++_position,
            AttemptsUsed = attemptsUsed,
            RetryBase = 0,
            MaxRetries = maxRetries,
            Interruptions = interruptions,
            Timeout = timeout ?? TimeSpan.FromMinutes(5),
            CreatedAt = Now,
            Payload = System.Text.Encoding.UTF8.GetBytes(payload),
            ConcurrencyKey = key,
        };

    public static WorkerReport Report(
        NodeId? node = null, int slots = 10, ImmutableArray<Priority>? priorities = null, params string[] types) => new(
        node ?? Node, priorities ?? [.. Names.Priorities], types.Length == 0 ? ["echo"] : [.. types], slots, 0, 0, 0,
        WorkerHealth.Healthy, new WorkerTotals(0, 0, 0, 0, TimeSpan.Zero));

    public static QueueReaderProtocol.AnnounceWorker Offer(
        NodeId? node = null, int slots = 10, int? window = null, ImmutableArray<Priority>? priorities = null,
        params string[] types) =>
        new(Report(node, slots, priorities, types), window ?? slots, 0, ActorRefs.Nobody);
}
