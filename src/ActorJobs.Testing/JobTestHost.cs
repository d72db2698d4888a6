using ActorJobs.Client;
using ActorJobs.Handlers;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Client;
using ActorJobs.Runtime.Events;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Runtime.Worker;
using ActorJobs.Stores;
using ActorJobs.Stores.Sqlite;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ActorJobs.Testing;

/// <summary>
/// Runs a program's own handlers in a test: the rules, the worker and the SQLite store of a real node, without a cluster, with
/// a clock that moves only when the test says so. Jobs run one at a time, in the order in which a node with one slot would
/// run them, inside <see cref="RunToIdleAsync"/> and <see cref="AdvanceAsync"/>.
/// </summary>
public sealed partial class JobTestHost : IAsyncDisposable
{
    private static readonly TimeSpan MostGrace = TimeSpan.FromDays(36_500);

    private readonly ServiceProvider _services;
    private readonly SqliteJobStore _store;
    private readonly JobTestOptions _options;
    private readonly string _folder;
    private readonly ForcedEnds _forced = new();
    private readonly DispatchTable _table = new();
    private readonly JobEventHub _events = new();
    private readonly JobCatalog _catalog;
    private readonly JobDefaults _defaults;
    private NodeWorker _worker = null!;
    private ReaderEpoch _epoch;
    private int _nodes;

    private JobTestHost(Action<ActorJobsBuilder> configure, JobTestOptions options)
    {
        _options = options;
        _folder = Directory.CreateTempSubdirectory("actorjobs-test-").FullName;
        Clock = new FakeTimeProvider(options.StartAt);
        _store = new SqliteJobStore(
            new SqliteStoreOptions { Path = Path.Combine(_folder, "jobs.db"), ReadConnections = 1 }, Clock,
            Logger<SqliteJobStore>());
        var services = new ServiceCollection();
        services.AddLogging();
        configure(new ActorJobsBuilder(services));
        services.TryAddSingleton<TimeProvider>(Clock);
        services.TryAddSingleton<IPayloadProtector>(PlainPayloads.Instance);
        services.AddSingleton<IEnqueueStore>(_store);
        services.AddSingleton<IJobQueries>(_store);
        services.AddSingleton<IJobClient>(_ => Client!);
        _services = services.BuildServiceProvider(validateScopes: true);
        var known = _services.GetRequiredService<IServiceProviderIsService>();
        _catalog = new JobCatalog(
            _services.GetServices<JobRegistration>(),
            [.. _services.GetServices<JobMiddleware>(), new JobMiddleware(_ => _forced)], [], known);
        _defaults = _catalog.Complete(options.Defaults);
        Client = new StoreJobClient(
            _store, new ReaderHints(new QueueReaders([]), Clock), _events, _defaults,
            _services.GetRequiredService<IPayloadProtector>(), Clock);
    }

    /// <summary>The clock of the store, of time-outs and of handlers that take a <see cref="TimeProvider"/>.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>Enqueues jobs.</summary>
    public IJobClient Client { get; }

    /// <summary>The services of the handlers.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Starts a host with a queue of its own.</summary>
    /// <param name="configure">Adds handlers, middleware and, by <see cref="ActorJobsBuilder.Services"/>, what they need.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="InvalidHandlersException">As when a node starts: something is wrong with the handlers.</exception>
    public static async Task<JobTestHost> StartAsync(Action<ActorJobsBuilder> configure, JobTestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var host = new JobTestHost(configure, options ?? new JobTestOptions());
        await host._store.OpenAsync(CancellationToken.None);
        host._epoch = await host._store.OpenEpochAsync(CancellationToken.None);
        host.StartNode();
        return host;
    }

    /// <summary>Makes the next attempts of a job type fail in place of their handler.</summary>
    /// <param name="type">Job type.</param>
    /// <param name="exception">What is thrown; its class says whether the job is tried again.</param>
    /// <param name="times">How many attempts.</param>
    public void FailNext(string type, Exception exception, int times = 1) => _forced.Fail(type, () => exception, times);

    /// <summary>
    /// Makes the next attempt of a job type lose its process: the outcome is lost, and the job runs again on another node as
    /// after <c>kill -9</c>, one attempt used.
    /// </summary>
    /// <param name="type">Job type.</param>
    /// <param name="point">Where.</param>
    public void CrashNext(string type, CrashPoint point = CrashPoint.AfterHandler) => _forced.CrashAt(type, point);

    /// <summary>Closes the store and removes its file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _store.DisposeAsync();
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static NullLogger<T> Logger<T>() => NullLogger<T>.Instance;

    /// <summary>A new process takes the place of the last one.</summary>
    private void StartNode()
    {
        var node = new NodeId("test:1", ++_nodes);
        _worker = new NodeWorker(
            node, new WorkerSettings
            {
                Slots = 1,
                JobDefaults = _defaults,
                CancellationGrace = MostGrace, // a clock that jumps says nothing of how long a handler took
            }, _catalog,
            _services.GetRequiredService<IServiceScopeFactory>(), _store,
            _services.GetRequiredService<IPayloadProtector>(), _events, Clock, Logger<NodeWorker>());
        _table.Nodes.Clear();
        _table.Node(node).Announce(
            new QueueReaderProtocol.AnnounceWorker(_worker.Report(), Window: 1, Held: 0, ActorRefs.Nobody));
        _table.RefreshLimits();
    }
}
