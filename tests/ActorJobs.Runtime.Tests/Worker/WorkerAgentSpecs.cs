using ActorJobs.Handlers;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Runtime.Events;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Runtime.Worker;
using ActorJobs.Stores;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Runtime.Tests.Worker;

/// <summary>The readers of two partitions and the region of the one priority that the node takes are probes.</summary>
public sealed class WorkerAgentSpecs : TestKit, IAsyncLifetime
{
    private const string Config = """
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
        akka.loglevel = WARNING
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly AkkaCluster _cluster;
    private readonly TestProbe _reader;
    private readonly TestProbe _other;
    private readonly TestProbe _region;
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly NodeWorker _worker;
    private readonly IActorRef _agent;

    public WorkerAgentSpecs()
        : base(Config)
    {
        _cluster = AkkaCluster.Get(Sys);
        _reader = CreateTestProbe();
        _other = CreateTestProbe();
        _region = CreateTestProbe();
        _worker = new NodeWorker(
            _cluster.SelfUniqueAddress.ToNodeId(), new WorkerSettings { Slots = 2 },
            new JobCatalog([new JobRegistration("echo", (_, _, _, _) => Task.CompletedTask)]),
            _services.GetRequiredService<IServiceScopeFactory>(), new OutcomeRecorder(), PlainPayloads.Instance,
            new JobEventHub(), new FakeTimeProvider(Any.Now), NullLogger<NodeWorker>.Instance);
        _agent = Sys.ActorOf(WorkerAgentActor.Props(
            _worker, new QueueReaders([_reader.Ref, _other.Ref]), [new(Priority.Normal, _region.Ref)], NullLogger<WorkerActor>.Instance));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    async Task IAsyncLifetime.DisposeAsync()
    {
        await Sys.Terminate();
        await _worker.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public void It_offers_nothing_before_the_node_is_up_even_when_the_sharded_workers_are_warm()
    {
        _region.ExpectMsg<WorkerProtocol.Warm>(Patience);
        _agent.Tell(new Warmed(Priority.Normal), _region.Ref);
        _agent.Tell(new ReaderStarted(0), _reader.Ref);
        _agent.Tell(new WorkerProtocol.GetHeldJobs(0), _reader.Ref);

        _reader.ExpectMsg<WorkerProtocol.HeldJobs>(Patience);
    }

    [Fact]
    public void Once_up_it_offers_workers_that_reach_the_node_without_waiting_for_the_sharded_ones()
    {
        Join();

        var worker = Offered();
        worker.ShouldNotBe(_region.Ref);
        worker.Tell(new WorkerProtocol.CancelJob(_worker.Node, Any.Job().Id), _reader.Ref);
        ExpectFromWorker<WorkerProtocol.CancelNoted>().Found.ShouldBeFalse();
    }

    [Fact]
    public void It_goes_over_to_the_sharded_worker_when_that_is_warm_and_back_when_it_stops()
    {
        Join();
        var standIn = Offered();
        var sharded = CreateTestProbe();
        _agent.Tell(new Warmed(Priority.Normal), sharded.Ref);
        ExpectOffer(sharded.Ref);

        Sys.Stop(sharded.Ref);

        ExpectOffer(standIn);
    }

    [Fact]
    public void A_reader_that_starts_on_the_node_is_told_the_offer_itself()
    {
        Join();
        Offered();
        var started = CreateTestProbe();

        _agent.Tell(new ReaderStarted(0), started.Ref);

        started.ExpectMsg<QueueReaderProtocol.AnnounceWorker>(Patience).Agent.ShouldBe(_agent);
    }

    [Fact]
    public void A_reader_is_told_of_the_ends_of_its_own_jobs_and_asked_what_it_handed_over()
    {
        Join();
        Offered();
        var job = Any.Job();

        _worker.Accept(new WorkerProtocol.AssignJobs(_worker.Node, new ClaimId(1), [job]) { Partition = 1 });

        var ended = (QueueReaderProtocol.JobsEnded)_other.FishForMessage(
            message => message is QueueReaderProtocol.JobsEnded, Patience);
        ended.Jobs.Single().Id.ShouldBe(job.Id);
        _agent.Tell(new WorkerProtocol.GetHeldJobs(0), _reader.Ref);
        var first = _reader.FishForMessage(
            message => message is QueueReaderProtocol.JobsEnded or WorkerProtocol.HeldJobs, Patience);
        first.ShouldBeOfType<WorkerProtocol.HeldJobs>().Jobs.ShouldBeEmpty();
    }

    /// <summary>One that alone has jobs can fill the slots.</summary>
    [Fact]
    public void Each_of_two_readers_is_offered_all_slots_of_an_idle_node()
    {
        Join();

        ExpectFrom(_reader).Window.ShouldBe(2);
        ExpectFrom(_other).Window.ShouldBe(2);
    }

    private static QueueReaderProtocol.AnnounceWorker ExpectFrom(TestProbe reader) =>
        reader.ExpectMsg<QueueReaderProtocol.AnnounceWorker>(Patience);

    private void Join() => _cluster.Join(_cluster.SelfAddress);

    private IActorRef Offered() =>
        _reader.ExpectMsg<QueueReaderProtocol.AnnounceWorker>(Patience).Workers.Single().Worker;

    private void ExpectOffer(IActorRef worker) => _reader.FishForMessage<QueueReaderProtocol.AnnounceWorker>(
        offer => offer.Workers.Single().Worker.Equals(worker), Patience);

    private T ExpectFromWorker<T>() => (T)_reader.FishForMessage(message => message is T, Patience);
}
