using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Operations;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Client;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Runtime.Events;
using ActorJobs.Runtime.Housekeeping;
using ActorJobs.Runtime.Operations;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Runtime.Scheduler;
using ActorJobs.Runtime.Worker;
using ActorJobs.Schedules;
using ActorJobs.Settings;
using ActorJobs.Stores;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Client;
using Akka.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Hosting;

/// <summary>
/// Everything that runs in one node once its actor system is up: what its settings ask for, wired together.
/// </summary>
internal sealed class NodeRuntime
{
    /// <summary>
    /// A node that runs jobs starts them first. To start the scheduler takes its journal a quarter of a second of processor time,
    /// as much as all the rest (measured on PostgreSQL), and what was to fire meanwhile fires then.
    /// </summary>
    private static readonly TimeSpan SchedulerDelay = TimeSpan.FromSeconds(1);

    private readonly NodeSettings _settings;
    private readonly IServiceProvider _services;
    private readonly ActorSystem _system;
    private readonly IJobStore _store;
    private readonly TimeProvider _time;
    private readonly IPayloadProtector _protector;
    private readonly JobEventHub _events;
    private readonly ILoggerFactory _loggers;
    private readonly Config _hocon;
    private readonly JobDefaults _defaults;
    private readonly Dictionary<Priority, IActorRef> _regions = [];
    private readonly NodeReaders _readers;
    private IActorRef? _agent;

    public NodeRuntime(NodeSettings settings, IServiceProvider services, ActorSystem system)
    {
        _settings = settings;
        _services = services;
        _system = system;
        _store = services.GetRequiredService<IJobStore>();
        _time = services.GetRequiredService<TimeProvider>();
        _protector = services.GetRequiredService<IPayloadProtector>();
        _events = services.GetRequiredService<JobEventHub>();
        _loggers = services.GetRequiredService<ILoggerFactory>();
        _hocon = system.Settings.Config;
        Node = AkkaCluster.Get(system).SelfUniqueAddress.ToNodeId();
        _readers = new NodeReaders(system, settings, ReaderOf, _loggers.CreateLogger<NodeReaders>());
        var hints = new ReaderHints(_readers.All, _time);
        _defaults = services.GetRequiredService<JobDefaults>();
        Client = new StoreJobClient(_store, hints, _events, _defaults, _protector, _time);
        Operations = new StoreJobOperations(
            _store, hints, _readers.All, Region, _events, _time, _loggers.CreateLogger<StoreJobOperations>());
        Status = new AkkaClusterStatus(system, _readers.All.First);
        Schedules = new ClusterSchedules(system.Proxy(ClusterNames.Scheduler, ClusterNames.SchedulerRole), Status, _time);
    }

    public NodeId Node { get; }

    public IJobClient Client { get; }

    public IJobOperations Operations { get; }

    public IClusterStatus Status { get; }

    public IJobSchedules Schedules { get; }

    public NodeWorker? Worker { get; private set; }

    public void Start()
    {
        _system.ActorOf(NodeEventsActor.Props(_events, _time), "node-events");
        _system.ActorOf(CrashWatchActor.Props(
            RuntimeSettings.CrashWatch(_hocon), _loggers.CreateLogger<CrashWatchActor>()), "crash-watch");
        // Every node takes jobs from outside: each has a store, and a cluster of .NET programs alone needs no gateway.
        ClusterClientReceptionist.Get(_system).RegisterService(
            _system.ActorOf(JobClientActor.Props(Client), ClusterNames.JobClient));
        if (_settings.Worker.RunsJobs)
        {
            Worker = CreateWorker();
        }
        StartRegions();
        if (Worker is not null)
        {
            StartWorker(Worker);
        }
        if (_settings.Scheduler.Enabled)
        {
            StartSchedulerAfterJobs();
        }
        Join();
    }

    /// <summary>
    /// Stops running jobs at once: the cluster has removed this node, so they run again elsewhere.
    /// </summary>
    public async Task AbortAsync()
    {
        if (Worker is not null)
        {
            await Worker.DrainAsync(TimeSpan.Zero);
            await Worker.DisposeAsync();
        }
    }

    /// <summary>
    /// Hands out no more to this node, lets running jobs end, returns the others, writes every outcome.
    /// </summary>
    public async Task DrainAsync()
    {
        if (Worker is null)
        {
            return;
        }
        try
        {
            _agent.Tell(WorkerAgentActor.Draining.Instance);
            await _readers.DrainAsync(Node);
        }
        catch (AskTimeoutException)
        {
            // No reader answers; what it still assigns is returned by the closed worker.
        }
        await Worker.DrainAsync(_settings.Run.ShutdownTimeout);
        await Worker.DisposeAsync();
    }

    private NodeWorker CreateWorker() => new(
        Node, RuntimeSettings.Worker(_hocon, _settings) with { JobDefaults = _defaults }, _services.GetRequiredService<JobCatalog>(),
        _services.GetRequiredService<IServiceScopeFactory>(), _store, _protector,
        _events, _time, _loggers.CreateLogger<NodeWorker>());

    private void StartRegions()
    {
        var sharding = ClusterSharding.Get(_system);
        foreach (var priority in Names.Priorities)
        {
            var (name, role) = (ClusterNames.WorkerRegion(priority), ClusterNames.PriorityRole(priority));
            _regions[priority] = Worker is { } worker && _settings.Worker.Priorities.Contains(priority)
                ? sharding.Start(
                    name, WorkerActor.Props(worker, priority, _loggers.CreateLogger<WorkerActor>()),
                    _system.ShardingSettings(role), new WorkerExtractor(),
                    new PinnedShardAllocation(AkkaCluster.Get(_system).SelfAddress), PoisonPill.Instance)
                : sharding.StartProxy(name, role, new WorkerExtractor());
        }
    }

    private void StartWorker(NodeWorker worker)
    {
        _system.ActorOf(
            WorkerSupervisorActor.Props(worker.Slots, RuntimeSettings.Worker(_hocon, _settings).HealthInterval,
                _loggers.CreateLogger<WorkerSupervisorActor>()), "workers");
        _agent = _system.ActorOf(
            WorkerAgentActor.Props(
                worker, _readers.All, _settings.Worker.Priorities.ToImmutableDictionary(priority => priority, Region),
                _loggers.CreateLogger<WorkerActor>()),
            ClusterNames.WorkerAgent);
        _readers.Start();
        _system.StartSingleton(ClusterNames.Housekeeping, ClusterNames.WorkerRole, HousekeepingActor.Props(
            RuntimeSettings.Housekeeping(_hocon, _settings), _store, _time, _loggers.CreateLogger<HousekeepingActor>()),
            PoisonPill.Instance);
    }

    private void StartSchedulerAfterJobs()
    {
        if (Worker is null)
        {
            StartScheduler();
            return;
        }
        _system.Scheduler.Advanced.ScheduleOnce(SchedulerDelay, () =>
        {
            var cluster = AkkaCluster.Get(_system);
            var status = cluster.SelfMember.Status; // Removed as well while it has not joined yet
            if (!cluster.IsTerminated && status is not (MemberStatus.Leaving or MemberStatus.Exiting or MemberStatus.Down))
            {
                StartScheduler();
            }
        });
    }

    private void StartScheduler()
    {
        var tasks = new SchedulerTasks(
            RuntimeSettings.Housekeeping(_hocon, _settings), _store, _time, _loggers.CreateLogger<SchedulerTasks>());
        var parts = new SchedulerParts(
            _store, Client, Operations, tasks, _services.GetService<ScheduleFile>(), _time);
        _system.StartSingleton(ClusterNames.Scheduler, ClusterNames.SchedulerRole, SchedulerActor.Props(
            RuntimeSettings.Scheduler(_hocon, _settings), parts, _loggers.CreateLogger<SchedulerActor>()),
            SchedulerProtocol.Stop.Instance);
    }

    private Props ReaderOf(Partition partition) => QueueReaderActor.Props(
        RuntimeSettings.Reader(_hocon, _settings) with { Partition = partition },
        _store, Region, _readers.All, _time, _loggers.CreateLogger<QueueReaderActor>());

    private void Join()
    {
        var cluster = AkkaCluster.Get(_system);
        if (_settings.Cluster is { Seeds.IsEmpty: true, SeedNames.IsEmpty: true })
        {
            cluster.Join(cluster.SelfAddress);
            return;
        }
        var seeds = _settings.Cluster.Seeds.Select(seed => cluster.SelfAddress.WithHost(seed.Host).WithPort(seed.Port));
        var lookup = new SeedLookup(
            cluster.SelfAddress, [.. seeds], [.. _settings.Cluster.SeedNames.Select(seed => (seed.Host, seed.Port))]);
        _system.ActorOf(
            ClusterEntryActor.Props(_store, lookup, _loggers.CreateLogger<ClusterEntryActor>()), "cluster-entry");
    }

    private IActorRef Region(Priority priority) => _regions[priority];
}
