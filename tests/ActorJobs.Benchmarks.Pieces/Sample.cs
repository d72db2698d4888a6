using System.Collections.Immutable;
using System.Text;
using ActorJobs.Operations;
using ActorJobs.Stores;

namespace ActorJobs.Benchmarks.Pieces;

/// <summary>What the pieces work on: ordinary jobs of about 100 bytes, and one node.</summary>
internal static class Sample
{
    /// <summary>Jobs of one batch; the figures are for one of them.</summary>
    public const int Batch = 1000;

    public const string Type = "mail";

    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly NodeId Node = new("10.0.0.1:4053", 1);

    public static readonly ClaimId Claim = new(4711);

    public static ImmutableArray<ReadyJob> ReadyJobs { get; } = [.. Enumerable.Range(0, Batch).Select(n => new ReadyJob
    {
        Id = JobId.New(Now),
        Lane = new Lane(Priority.Normal, Type),
        Position = n,
        AttemptsUsed = 0,
        RetryBase = 0,
        MaxRetries = 3,
        Interruptions = 0,
        Timeout = TimeSpan.FromMinutes(5),
        CreatedAt = Now,
        DueAt = Now,
        Payload = Payload(n),
    })];

    public static WorkerReport Report { get; } = new(
        Node, [.. Names.Priorities], [Type], 10, 0, 0, 0, WorkerHealth.Healthy, new WorkerTotals(0, 0, 0, 0, TimeSpan.Zero));

    public static byte[] Payload(int n) => Encoding.UTF8.GetBytes(
        """{"userId":12345,"email":"someone@example.com","template":"welcome","locale":"en-GB","n":""" + $"{n}}}");

    public static byte[] Body(int n) => [.. """{"type":"mail","payload":"""u8, .. Payload(n), .. "}"u8];
}

/// <summary>The payload as handlers get it.</summary>
internal sealed record Mail(int UserId, string Email, string Template, string Locale, int N);
