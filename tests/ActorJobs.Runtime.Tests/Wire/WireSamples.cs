using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Operations;
using ActorJobs.Stores;
using Akka.Actor;
using static ActorJobs.Runtime.Client.JobClientProtocol;
using static ActorJobs.Runtime.QueueReader.QueueReaderProtocol;
using static ActorJobs.Runtime.Worker.WorkerProtocol;

namespace ActorJobs.Runtime.Tests.Wire;

/// <summary>One message of each kind with every member set, and the bytes that the first release wrote for it.</summary>
internal static class WireSamples
{
    private static readonly JobId First = Id("0193e0a0-0000-7000-8000-000000000001");
    private static readonly JobId Second = Id("0193e0a0-0000-7000-8000-000000000002");
    private static readonly NodeId Node = new("10.0.0.1:4053", -7);
    private static readonly Lane Lane = new(Priority.High, "send-email");
    private static readonly DateTimeOffset Time = Any.Now.AddTicks(1);

    private static readonly WorkerReport Report = new(
        Node, [Priority.High, Priority.Low], ["echo", "ünï"], 10, 3, 2, 1, WorkerHealth.Degraded,
        new WorkerTotals(9, 8, 7, 6, TimeSpan.FromMilliseconds(5)));

    private static readonly ReadyJob Job = new()
    {
        Id = First,
        Lane = Lane,
        Position = -5,
        AttemptsUsed = 2,
        RetryBase = 1,
        MaxRetries = 100,
        Interruptions = 1,
        Timeout = TimeSpan.FromDays(7),
        CreatedAt = Time,
        Payload = "{\"n\":1}"u8.ToArray(),
        ConcurrencyKey = "key",
        Tags = ["a", "b"],
        Parent = Second,
    };

    private static readonly EnqueueOptions Options = new()
    {
        Priority = Priority.Low,
        RunAt = Time,
        Delay = TimeSpan.FromSeconds(1),
        MaxRetries = 0,
        Timeout = TimeSpan.FromSeconds(2),
        UniqueKey = "u",
        UniqueFor = TimeSpan.FromHours(1),
        ConcurrencyKey = "k",
        Tags = ["t"],
        Id = First,
    };

    public static ImmutableArray<object> Of(IActorRef agent) =>
    [
        new NoteReady([Lane], Time),
        new AnnounceWorker(Report, 60, 4, agent),
        new JobsEnded(Node, [First, Second], [Lane], [Lane with { Priority = Priority.Low }], Time),
        new DrainWorker(Node),
        new WorkerDraining(Node),
        RefreshPauses.Instance,
        GetStatus.Instance,
        new ReaderStatus(Node, 42, [Report], new JobRates(1.5, 2.5, 3.5)),
        new AssignJobs(Node, new ClaimId(99), [Job, Job with { ConcurrencyKey = null, Tags = [], Parent = null }]),
        new CancelJob(Node, First),
        new CancelNoted(First, true),
        new Warm(Node),
        GetHeldJobs.Instance,
        new HeldJobs(Node, [First]),
        new Enqueue([new JobRequest("echo", "{}"u8.ToArray(), Options), new JobRequest("echo", "1"u8.ToArray())]),
        new Enqueued([new EnqueueResult(First, JobState.Scheduled, true)]),
        new Rejected(["One.", "Two."]),
        new Unavailable("The store is away.", TimeSpan.FromSeconds(5)),
        GetLimits.Instance,
        new Limits(262144),
    ];

    /// <summary>Bytes by manifest, as stored beside this file.</summary>
    public static Dictionary<string, byte[]> Stored() => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Wire", "samples.txt"))
        .Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => Convert.FromBase64String(parts[1]));

    private static JobId Id(string text) => JobId.TryParse(text, out var id) ? id : default;
}
