using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Operations;
using ActorJobs.Runtime.Scheduler;
using ActorJobs.Schedules;
using ActorJobs.Stores;
using Akka.Actor;
using static ActorJobs.Runtime.Client.JobClientProtocol;
using static ActorJobs.Runtime.QueueReader.QueueReaderProtocol;
using static ActorJobs.Runtime.Scheduler.SchedulerEvents;
using static ActorJobs.Runtime.Scheduler.SchedulerProtocol;
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
        new JobsEnded(Node, [new(First, null), new(Second, null)], [Lane], [Lane with { Priority = Priority.Low }], Time),
        new DrainWorker(Node),
        new WorkerDraining(Node),
        RefreshPauses.Instance,
        GetStatus.Instance,
        new ReaderStatus(Node, 42, [Report], new JobRates(1.5, 2.5, 3.5)),
        new AssignJobs(Node, new ClaimId(99), [Job, Job with { ConcurrencyKey = null, Tags = [], Parent = null }]),
        new CancelJob(Node, First),
        new CancelNoted(First, true),
        new Warm(Node),
        new GetHeldJobs(0),
        new HeldJobs(Node, [First]),
        new Enqueue([new JobRequest("echo", "{}"u8.ToArray(), Options), new JobRequest("echo", "1"u8.ToArray())]),
        new Enqueued([new EnqueueResult(First, JobState.Scheduled, true)]),
        new Rejected(["One.", "Two."]),
        new Unavailable("The store is away.", TimeSpan.FromSeconds(5)),
        GetLimits.Instance,
        new Limits(262144),
        .. OfScheduler(),
    ];

    private static readonly Schedule Schedule = new()
    {
        Id = "daily/report",
        Cron = "0 7 * * MON-FRI",
        TimeZone = "Europe/Berlin",
        Job = new ScheduledJob
        {
            Type = "report", Payload = "{\"n\":1}"u8.ToArray(), Priority = Priority.High, MaxRetries = 0, Timeout = TimeSpan.FromSeconds(2),
            ConcurrencyKey = "k", Tags = ["t"],
        },
        Overlap = OverlapPolicy.QueueOne,
        Misfire = MisfirePolicy.All,
        CatchUp = TimeSpan.FromHours(12),
        Jitter = TimeSpan.FromSeconds(30),
        StartAt = Time,
        EndAt = Time.AddDays(1),
        MaxFires = 9,
        Description = "ünï",
        Tags = ["a", "b"],
    };

    private static readonly Schedule Interval = new()
    {
        Id = "i", Every = TimeSpan.FromSeconds(1), Anchor = Time, Job = new ScheduledJob { Type = "echo", Payload = "1"u8.ToArray() },
    };

    private static readonly Schedule Single = Interval with { Id = "o", Every = null, Anchor = null, RunAt = Time };

    private static readonly ScheduleFire Fire = new(Time, Time.AddSeconds(1), FireCause.CatchUp, FireResult.Enqueued, First);

    private static readonly ScheduleStatus Status = new(
        Schedule, ScheduleOwner.Code, "Billing", new SchedulePause(Time, "why"), 7, Time, Time.AddSeconds(2), [Time.AddDays(1)],
        [Fire, Fire with { Result = FireResult.Overlapped, Job = null }], ["Perhaps."]);

    private static IEnumerable<object> OfScheduler() =>
    [
        new PutSchedule(Schedule),
        new ReplaceSchedules(ScheduleOwner.File, "s", [Interval, Single]),
        new DeleteSchedule("s"),
        new PauseSchedule("s", "note"),
        new ResumeSchedule("s"),
        new TriggerSchedule("s"),
        new BackfillSchedule("s", Time, Time.AddDays(1)),
        new GetSchedule("s"),
        new GetSchedules("s", 100),
        new ScheduleStored(true, Status),
        ScheduleChanged.Instance,
        new ScheduleUnknown("s"),
        new ScheduleRefused(["One.", "Two."]),
        new ScheduleOwned("s", ScheduleOwner.Code, "Billing"),
        new ScheduleFired(Fire),
        new ScheduleBackfilled(3),
        new ScheduleFound(Status with { Pause = null }),
        new SchedulesFound([Status], true),
        new TermOpened(Node, Time),
        new SchedulesChanged(Time, [new Definition(Schedule, ScheduleOwner.Code, "Billing")], ["gone"]),
        new PauseChanged("s", Time, new SchedulePause(Time, "why")),
        new FiresPlanned(
            Time,
            [new PlannedSchedule("s", Time, [
                new PlannedFire(Time, FireCause.Schedule, FireResult.Enqueued, First, WasQueued: true),
                new PlannedFire(Time, FireCause.Backfill, FireResult.Missed, null)])],
            [Second]),
        new FiresSettled(Time, [
            new Correction("s", First, FireResult.Enqueued, Second), new Correction("s", Second, FireResult.Refused, null)]),
        new Snapshot([new ScheduleEntry
        {
            Schedule = Schedule, Owner = ScheduleOwner.Code, Source = "Billing", Pause = new SchedulePause(Time, "why"), Fires = 7,
            CreatedAt = Time, ChangedAt = Time.AddSeconds(2), Mark = Time.AddSeconds(3), LastFires = [Fire], Live = [First, Second],
            Queued = Fire with { Result = FireResult.Queued, Job = null },
        }]),
    ];

    /// <summary>Bytes by manifest, as stored beside this file.</summary>
    public static Dictionary<string, byte[]> Stored() => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Wire", "samples.txt"))
        .Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => Convert.FromBase64String(parts[1]));

    private static JobId Id(string text) => JobId.TryParse(text, out var id) ? id : default;
}
