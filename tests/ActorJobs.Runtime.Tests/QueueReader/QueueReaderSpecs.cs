using System.Text;
using ActorJobs.Client;
using ActorJobs.Operations;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Runtime.Worker;
using ActorJobs.Stores;
using ActorJobs.Stores.Sqlite;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Runtime.Tests.QueueReader;

/// <summary>The reader over a real store; the sharded workers and the node's agent are probes.</summary>
public sealed class QueueReaderSpecs : TestKit, IAsyncLifetime
{
    private const string Config = """
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
        akka.loglevel = WARNING
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-reader-");
    private readonly FakeTimeProvider _time = new(Any.Now);
    private readonly TestProbe _workers;
    private readonly TestProbe _agent;
    private readonly SqliteJobStore _sqlite;
    private readonly IJobStore _store;
    private readonly StoreProxy _control;
    private NodeId _self;

    public QueueReaderSpecs()
        : base(Config)
    {
        _workers = CreateTestProbe();
        _agent = CreateTestProbe();
        _sqlite = new SqliteJobStore(
            new SqliteStoreOptions { Path = Path.Combine(_folder.FullName, "jobs.db") }, _time,
            NullLogger<SqliteJobStore>.Instance);
        (_store, _control) = StoreProxy.Around(_sqlite);
    }

    public async Task InitializeAsync()
    {
        await _sqlite.OpenAsync(CancellationToken.None);
        var cluster = AkkaCluster.Get(Sys);
        cluster.Join(cluster.SelfAddress);
        _self = cluster.SelfUniqueAddress.ToNodeId();
        await AwaitConditionAsync(() => Task.FromResult(!cluster.State.Members.IsEmpty), Patience);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await Sys.Terminate();
        await _sqlite.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_job_goes_to_the_worker_that_its_node_names_and_not_through_the_region()
    {
        StartReader(slots: 1);
        var named = CreateTestProbe();
        _reader.Tell(Offer(1) with { Workers = [new(Priority.Normal, named.Ref)] });
        var id = await EnqueueAsync("echo");
        _reader.Tell(new QueueReaderProtocol.NoteReady([new Lane(Priority.Normal, "echo")], null));

        named.ExpectMsg<WorkerProtocol.AssignJobs>(Patience).Jobs.Single().Id.ShouldBe(id);
        _workers.HasMessages.ShouldBeFalse();
    }

    [Fact]
    public async Task A_ready_job_is_claimed_for_the_node_before_it_is_assigned()
    {
        var id = await EnqueueAsync("echo");
        StartReader(slots: 1);

        var assigned = Assigned();

        assigned.Node.ShouldBe(_self);
        assigned.Jobs.Single().Id.ShouldBe(id);
        var standing = (await _store.GetStandingJobsAsync(CancellationToken.None)).Single();
        standing.Claim.ShouldBe(assigned.Claim);
        standing.Job.ShouldBe(new ClaimedJob(id, 1));
    }

    [Fact]
    public async Task Jobs_enqueued_past_the_cluster_are_taken_up_when_the_store_tells_of_them()
    {
        StartReader(slots: 1, poll: TimeSpan.FromMinutes(1), promote: TimeSpan.FromMinutes(1));
        ExpectReader();
        var id = await EnqueueAsync("echo", new EnqueueOptions { Delay = TimeSpan.FromSeconds(1) });
        _time.Advance(TimeSpan.FromSeconds(2));

        _control.Noted.ShouldNotBeNull()();

        Assigned().Jobs.Single().Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_hint_wakes_the_reader()
    {
        var reader = StartReader(slots: 1);
        var id = await EnqueueAsync("echo");

        reader.Tell(new QueueReaderProtocol.NoteReady([new Lane(Priority.Normal, "echo")], null));

        Assigned().Jobs.Single().Id.ShouldBe(id);
    }

    [Fact]
    public async Task News_of_an_earlier_attempt_do_not_lose_a_job_whose_claim_is_being_made()
    {
        var claimed = new TaskCompletionSource();
        var id = await EnqueueAsync("echo");
        _control.HoldBack(nameof(IReaderStore.ClaimAsync), claimed.Task);
        var reader = StartReader(slots: 1);
        await AwaitAssertAsync(
            async () => (await _store.GetStandingJobsAsync(CancellationToken.None)).ShouldHaveSingleItem(), Patience);

        reader.Tell(new QueueReaderProtocol.JobsEnded(_self, [new(id, new ClaimId(0))], [], [], null));
        ExpectReader(); // has taken that in
        claimed.SetResult();

        Assigned().Jobs.Single().Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_draining_node_is_answered_when_all_it_will_be_assigned_is_on_its_way()
    {
        var claimed = new TaskCompletionSource();
        var id = await EnqueueAsync("echo");
        _control.HoldBack(nameof(IReaderStore.ClaimAsync), claimed.Task);
        var reader = StartReader(slots: 1);
        await AwaitAssertAsync(
            async () => (await _store.GetStandingJobsAsync(CancellationToken.None)).ShouldHaveSingleItem(), Patience);

        reader.Tell(new QueueReaderProtocol.DrainWorker(_self), TestActor);
        ExpectReader(); // which is answered, and nothing before it
        claimed.SetResult();

        Assigned().Jobs.Single().Id.ShouldBe(id);
        ExpectMsg<QueueReaderProtocol.WorkerDraining>(Patience);
    }

    [Fact]
    public async Task A_job_taken_back_twice_is_still_known_once_it_is_claimed_anew()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var id = await EnqueueAsync("echo");
        var reader = StartReader(slots: 1);
        Assigned();
        TakeBack(reader, () => _control.HoldBack(nameof(IOutcomeStore.FinishAsync), first.Task));
        TakeBack(reader, () => _control.HoldBack(nameof(IOutcomeStore.FinishAsync), second.Task));
        first.SetResult();
        var again = Assigned();
        second.SetResult();
        await FinishAsync(again);
        ExpectReader();

        // Whatever the late answer said, the node holds one job: it gets no second one until that has ended.
        var next = await EnqueueAsync("echo");
        reader.Tell(new QueueReaderProtocol.NoteReady([new Lane(Priority.Normal, "echo")], null));
        ExpectReader();
        _workers.ExpectNoMsg(TimeSpan.FromMilliseconds(300));
        reader.Tell(Ended(again));
        Assigned().Jobs.Single().Id.ShouldBe(next);
        again.Jobs.Single().Id.ShouldBe(id);
    }

    [Fact]
    public async Task Without_a_hint_the_poll_finds_the_job()
    {
        StartReader(slots: 1, poll: TimeSpan.FromMilliseconds(100));
        ExpectReader();
        var id = await EnqueueAsync("echo");

        Assigned().Jobs.Single().Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_full_node_gets_the_next_job_when_one_has_ended()
    {
        await EnqueueAsync("echo");
        var second = await EnqueueAsync("echo");
        var reader = StartReader(slots: 1);
        var first = Assigned();
        await FinishAsync(first);

        reader.Tell(Ended(first));

        Assigned().Jobs.Single().Id.ShouldBe(second);
    }

    [Fact]
    public async Task At_start_the_jobs_of_a_node_that_is_no_member_run_again()
    {
        var id = await EnqueueAsync("echo");
        var epoch = await _store.OpenEpochAsync(CancellationToken.None);
        await _store.ClaimAsync(
            epoch, [new ClaimRequest(Any.Node, Any.Now, [new ClaimedJob(id, 1)])], CancellationToken.None);

        StartReader(slots: 1);

        var job = Assigned().Jobs.Single();
        job.Id.ShouldBe(id);
        job.NextAttempt.ShouldBe(2);
        job.Interruptions.ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_that_takes_over_leaves_the_jobs_of_members_running_and_counts_them()
    {
        var id = await EnqueueAsync("echo");
        var epoch = await _store.OpenEpochAsync(CancellationToken.None);
        await _store.ClaimAsync(
            epoch, [new ClaimRequest(_self, Any.Now, [new ClaimedJob(id, 1)])], CancellationToken.None);
        var second = await EnqueueAsync("echo");

        StartReader(slots: 2);

        Assigned().Jobs.Single().Id.ShouldBe(second);
        (await _store.GetAsync(id, CancellationToken.None))!.State.ShouldBe(JobState.Running);
    }

    [Fact]
    public async Task A_newer_reader_makes_the_older_one_powerless_and_no_job_is_handed_out_twice()
    {
        var reader = StartReader(slots: 10);
        ExpectReader();
        await _store.OpenEpochAsync(CancellationToken.None);
        var id = await EnqueueAsync("echo");

        reader.Tell(new QueueReaderProtocol.NoteReady([new Lane(Priority.Normal, "echo")], null));

        var assigned = Assigned();
        assigned.Jobs.Single().Id.ShouldBe(id);
        reader.Tell(QueueReaderProtocol.GetStatus.Instance, TestActor);
        ExpectMsg<ReaderStatus>(Patience).Epoch.ShouldBe(3, "the reader must have opened anew before it could claim");
        (await _store.GetClaimsAsync(CancellationToken.None)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_store_that_fails_once_holds_the_job_up_but_does_not_lose_it()
    {
        _control.FailBefore(nameof(IReaderStore.ClaimAsync), new StoreUnavailableException("away", TimeSpan.Zero));
        var id = await EnqueueAsync("echo");

        StartReader(slots: 1);

        Assigned().Jobs.Single().Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_is_taken_back_and_handed_out_with_the_same_attempt()
    {
        _control.FailAfter(nameof(IReaderStore.ClaimAsync), new StoreUnavailableException("cut off", TimeSpan.Zero));
        var id = await EnqueueAsync("echo");
        var reader = StartReader(slots: 2);
        await AwaitConditionAsync(
            async () => (await _store.GetClaimsAsync(CancellationToken.None)).Length == 1, Patience);

        TakeBack(reader);

        var job = Assigned().Jobs.Single();
        job.Id.ShouldBe(id);
        job.NextAttempt.ShouldBe(1);
    }

    [Fact]
    public async Task An_assignment_that_did_not_arrive_is_handed_out_again()
    {
        var id = await EnqueueAsync("echo");
        var reader = StartReader(slots: 1);
        var lost = Assigned();

        TakeBack(reader);

        var again = Assigned();
        again.Jobs.Single().Id.ShouldBe(id);
        again.Claim.ShouldNotBe(lost.Claim);
    }

    [Fact]
    public async Task The_reader_of_the_first_partition_makes_due_jobs_ready_and_tells_the_others()
    {
        var other = CreateTestProbe();
        await EnqueueAsync("echo", new EnqueueOptions { Delay = TimeSpan.FromSeconds(10) });
        var reader = StartReader(slots: 1, partition: new Partition(0, 2), others: other.Ref);
        ExpectReader();
        _time.Advance(TimeSpan.FromSeconds(11));

        reader.Tell(new QueueReaderProtocol.NoteReady([], _time.GetUtcNow()));

        other.ExpectMsg<QueueReaderProtocol.NoteReady>(Patience).Lanes.ShouldBe([new Lane(Priority.Normal, "echo")]);
    }

    [Fact]
    public async Task A_reader_hands_out_jobs_of_its_partition_and_tells_the_node_which_that_is()
    {
        var ids = new HashSet<JobId>();
        for (var n = 0; n < 20; n++)
        {
            ids.Add(await EnqueueAsync("echo"));
        }
        StartReader(slots: 20, partition: new Partition(1, 2), others: CreateTestProbe().Ref);

        var assigned = Assigned();
        assigned.Partition.ShouldBe(1);
        assigned.Jobs.Length.ShouldBeInRange(1, 19);
        var page = await _store.ReadLaneAsync(
            assigned.Jobs[0].Lane, new Partition(1, 2), LaneCursor.Start, 20, 1_000_000, CancellationToken.None);
        assigned.Jobs.Select(job => job.Id).ShouldBe(page.Jobs.Select(job => job.Id));
    }

    [Fact]
    public async Task A_due_job_is_promoted_and_handed_out()
    {
        var id = await EnqueueAsync("echo", new EnqueueOptions { Delay = TimeSpan.FromSeconds(10) });
        var reader = StartReader(slots: 1);
        ExpectReader();
        _time.Advance(TimeSpan.FromSeconds(11));

        reader.Tell(new QueueReaderProtocol.NoteReady([], _time.GetUtcNow()));

        Assigned().Jobs.Single().Id.ShouldBe(id);
    }

    [Fact]
    public async Task Jobs_of_a_key_run_one_after_another_in_order()
    {
        var options = new EnqueueOptions { ConcurrencyKey = "k" };
        var ids = new[] { await EnqueueAsync("echo", options), await EnqueueAsync("echo", options), await EnqueueAsync("echo", options) };
        var reader = StartReader(slots: 10);
        var order = new List<JobId>();

        for (var i = 0; i < ids.Length; i++)
        {
            var assigned = Assigned();
            order.Add(assigned.Jobs.Single().Id);
            await FinishAsync(assigned);
            reader.Tell(Ended(assigned));
        }

        order.ShouldBe(ids);
    }

    [Fact]
    public async Task A_draining_node_gets_nothing_more()
    {
        var reader = StartReader(slots: 1);
        reader.Tell(new QueueReaderProtocol.DrainWorker(_self), TestActor);
        ExpectMsg<QueueReaderProtocol.WorkerDraining>(Patience);
        await EnqueueAsync("echo");
        await EnqueueAsync("marker");
        reader.Tell(Any.Offer(Any.OtherNode, 1, 1, null, "marker") with { Agent = _agent.Ref });
        reader.Tell(new QueueReaderProtocol.NoteReady(
            [new Lane(Priority.Normal, "echo"), new Lane(Priority.Normal, "marker")], null));

        Assigned().Jobs.Single().Lane.Type.ShouldBe("marker");
    }

    private IActorRef StartReader(
        int slots, TimeSpan? poll = null, TimeSpan? promote = null, Partition? partition = null, params IActorRef[] others)
    {
        var readers = new QueueReaders([ActorRefs.Nobody, .. others]);
        var settings = new ReaderSettings
        {
            StoreBackoff = TimeSpan.FromMilliseconds(10),
            IdlePollInterval = poll ?? TimeSpan.FromSeconds(5),
            PromoteInterval = promote ?? TimeSpan.FromSeconds(1),
            Partition = partition ?? Partition.Whole,
        };
        var reader = Sys.ActorOf(QueueReaderActor.Props(
            settings, _store, _ => _workers.Ref, readers, _time, NullLogger<QueueReaderActor>.Instance));
        reader.Tell(Offer(slots));
        _reader = reader;
        return reader;
    }

    private IActorRef _reader = ActorRefs.Nobody;

    private QueueReaderProtocol.AnnounceWorker Offer(int slots, int held = 0) =>
        Any.Offer(_self, slots, slots, null, "echo") with { Agent = _agent.Ref, Held = held };

    /// <summary>The reader has opened an epoch.</summary>
    private void ExpectReader() => AwaitAssert(
        () =>
        {
            _reader.Tell(QueueReaderProtocol.GetStatus.Instance, TestActor);
            ExpectMsg<ReaderStatus>(Patience).Epoch.ShouldBeGreaterThan(0);
        }, Patience);

    /// <summary>Time passes, the node reports that it holds nothing, and says so when asked.</summary>
    private void TakeBack(IActorRef reader, Action? before = null)
    {
        AwaitAssert(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(6));
            reader.Tell(Offer(slots: 1));
            _agent.ExpectMsg<WorkerProtocol.GetHeldJobs>(TimeSpan.FromSeconds(1));
        }, Patience);
        before?.Invoke();
        reader.Tell(new WorkerProtocol.HeldJobs(_self, []));
    }

    private WorkerProtocol.AssignJobs Assigned() => _workers.ExpectMsg<WorkerProtocol.AssignJobs>(Patience);

    private QueueReaderProtocol.JobsEnded Ended(WorkerProtocol.AssignJobs assigned) =>
        new(_self, [.. assigned.Jobs.Select(job => new EndedJob(job.Id, assigned.Claim))], [], [], null);

    private async Task FinishAsync(WorkerProtocol.AssignJobs assigned)
    {
        var results = await _store.FinishAsync(
            [.. assigned.Jobs.Select(job => (JobOutcome)new JobOutcome.Succeeded(
                assigned.Claim, new ClaimedJob(job.Id, job.NextAttempt), Any.Now, Any.Now, default, []))],
            CancellationToken.None);
        results.ShouldAllBe(result => result == OutcomeResult.Recorded);
    }

    private async Task<JobId> EnqueueAsync(string type, EnqueueOptions? options = null)
    {
        var job = JobAdmission.Admit(
            new JobRequest(type, Encoding.UTF8.GetBytes("{}"), options), JobDefaults.Standard, _time.GetUtcNow());
        await _store.EnqueueAsync([job], CancellationToken.None);
        return job.Id;
    }
}
