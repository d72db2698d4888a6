using System.Collections.Immutable;
using System.Text;
using ActorJobs.Client;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Client;
using ActorJobs.Runtime.Events;
using ActorJobs.Runtime.Housekeeping;
using ActorJobs.Runtime.Operations;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Runtime.Scheduler;
using ActorJobs.Runtime.Tests.QueueReader;
using ActorJobs.Schedules;
using ActorJobs.Scheduling;
using ActorJobs.Stores;
using ActorJobs.Stores.Sqlite;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static ActorJobs.Runtime.Scheduler.SchedulerProtocol;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Runtime.Tests.Scheduler;

/// <summary>The scheduler over a real queue, a journal that outlives its actor and a clock that the test drives.</summary>
public abstract class SchedulerFixture : TestKit, IAsyncLifetime
{
    private const string Config = """
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
        akka.loglevel = WARNING
        akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        """;

    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-scheduler-");
    private readonly SqliteJobStore _sqlite;
    private protected readonly FakeTimeProvider Time = new(Any.Now);

    protected SchedulerFixture()
        : base(Config)
    {
        _sqlite = new SqliteJobStore(
            new SqliteStoreOptions { Path = Path.Combine(_folder.FullName, "jobs.db") }, Time,
            NullLogger<SqliteJobStore>.Instance);
        (Store, Control) = StoreProxy.Around(_sqlite);
    }

    private protected IJobStore Store { get; }

    private protected StoreProxy Control { get; }

    private protected IActorRef Scheduler { get; private set; } = ActorRefs.Nobody;

    public async Task InitializeAsync()
    {
        await _sqlite.OpenAsync(CancellationToken.None);
        var cluster = AkkaCluster.Get(Sys);
        cluster.Join(cluster.SelfAddress);
        await AwaitConditionAsync(() => Task.FromResult(!cluster.State.Members.IsEmpty), Patience);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await Sys.Terminate();
        await _sqlite.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private protected static Schedule Every(TimeSpan every, string id = "s", string type = "echo") => new()
    {
        Id = id,
        Every = every,
        Anchor = Any.Now,
        Job = new ScheduledJob { Type = type, Payload = Encoding.UTF8.GetBytes("{}") },
        Overlap = OverlapPolicy.Allow,
    };

    private protected void Start(Func<SchedulerSettings, SchedulerSettings>? change = null, IScheduleFile? file = null)
    {
        var settings = new SchedulerSettings
        {
            Interval = TimeSpan.FromMilliseconds(20),
            StoreBackoff = TimeSpan.FromMilliseconds(10),
            MaxStoreBackoff = TimeSpan.FromMilliseconds(50),
            FileInterval = TimeSpan.FromMilliseconds(100),
            StallAfter = TimeSpan.FromDays(30), // the clock of these tests leaps
        };
        var readers = new QueueReaders([Sys.DeadLetters]);
        var hints = new ReaderHints(readers, TimeProvider.System);
        var events = new JobEventHub();
        var client = new StoreJobClient(Store, hints, events, JobDefaults.Standard, PlainPayloads.Instance, Time);
        var operations = new StoreJobOperations(
            Store, hints, readers, _ => Sys.DeadLetters, events, Time, NullLogger<StoreJobOperations>.Instance);
        var tasks = new SchedulerTasks(new HousekeepingSettings(), Store, Time, NullLogger<SchedulerTasks>.Instance);
        Scheduler = Sys.ActorOf(SchedulerActor.Props(
            change?.Invoke(settings) ?? settings, new SchedulerParts(Store, client, operations, tasks, file, Time),
            NullLogger<SchedulerActor>.Instance));
    }

    /// <summary>Ends the scheduler in the way a crash does, and starts another over the same journal.</summary>
    private protected async Task CrashAsync(Func<SchedulerSettings, SchedulerSettings>? change = null)
    {
        await EndAsync();
        Start(change);
    }

    private protected async Task EndAsync()
    {
        Watch(Scheduler);
        Sys.Stop(Scheduler);
        await ExpectTerminatedAsync(Scheduler, Patience);
    }

    /// <summary>Asks until a scheduler answers, as one that starts anew answers nobody.</summary>
    private protected async Task<T> AskAsync<T>(object message)
    {
        using var hang = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                var reply = await Scheduler.Ask<object>(message, TimeSpan.FromSeconds(1), hang.Token);
                return reply.ShouldBeAssignableTo<T>()!;
            }
            catch (AskTimeoutException)
            {
            }
        }
    }

    private protected Task<ScheduleStored> PutAsync(Schedule schedule) => AskAsync<ScheduleStored>(new PutSchedule(schedule));

    private protected async Task<ScheduleStatus> StatusAsync(string id = "s") =>
        (await AskAsync<ScheduleFound>(new GetSchedule(id))).Status;

    /// <summary>Moves the clock and waits until the schedule's fires show it.</summary>
    private protected async Task<ScheduleStatus> UntilAsync(Func<ScheduleStatus, bool> holds, string id = "s")
    {
        ScheduleStatus? status = null;
        await AwaitConditionAsync(async () => holds(status = await StatusAsync(id)), Patience, TimeSpan.FromMilliseconds(10));
        return status!;
    }

    private protected async Task<ImmutableArray<JobSnapshot>> JobsAsync(string id = "s") =>
        [.. (await Store.ListAsync(new JobFilter(Tag: FireRequest.TagOf(id)), null, 1000, CancellationToken.None)).Jobs.Reverse()];

    /// <summary>Waits until the schedule has made so many jobs that are still known; oldest first.</summary>
    private protected async Task<ImmutableArray<JobSnapshot>> UntilJobsAsync(int count, string id = "s")
    {
        ImmutableArray<JobSnapshot> jobs = [];
        await AwaitConditionAsync(
            async () => (jobs = await JobsAsync(id)).Length == count, Patience, TimeSpan.FromMilliseconds(10));
        return jobs;
    }

    private protected async Task EndJobAsync(JobId id)
    {
        await Store.CancelAsync(id, Time.GetUtcNow(), CancellationToken.None);
        (await Store.GetAsync(id, CancellationToken.None))!.State.ShouldBe(JobState.Cancelled);
    }
}
