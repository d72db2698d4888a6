using ActorJobs.Operations;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Runtime.Worker;
using ActorJobs.Settings;
using ActorJobs.Stores;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Hosting;

/// <summary>
/// The node's life in the host: open the store, start the actors; on stop drain them. Started before HTTP, stopped
/// after it.
/// </summary>
internal sealed partial class NodeService(
    NodeSettings settings, IServiceProvider services, IHostApplicationLifetime lifetime, ILogger<NodeService> logger)
    : IHostedService, ISelf
{
    private readonly ILogger _logger = logger;
    private const int FreeThreads = 32;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ClockInterval = TimeSpan.FromSeconds(30);

    private NodeRuntime? _runtime;
    private volatile bool _stopping;
    private volatile bool _downed;

    /// <summary>The running node.</summary>
    /// <exception cref="InvalidOperationException">The host has not started it yet.</exception>
    public NodeRuntime Runtime => _runtime ?? throw new InvalidOperationException("The node has not started yet.");

    NodeId? ISelf.Node => _runtime?.Node;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _ = services.GetRequiredService<JobCatalog>(); // what is wrong with handlers is told before anything is opened
        ReserveThreads();
        if (services.GetService<ScheduleFile>() is { } file)
        {
            await file.CheckAsync(services.GetRequiredService<TimeProvider>().GetUtcNow());
        }
        var store = services.GetRequiredService<IJobStore>();
        await OpenAsync(store, cancellationToken);
        var system = services.GetRequiredService<ActorSystem>();
        _runtime = new NodeRuntime(settings, services, system);
        _runtime.Start();
        _ = EndWithSystemAsync(system);
        _ = KeepClockAsync(store, system);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        if (_runtime is not null)
        {
            await (_downed ? _runtime.AbortAsync() : _runtime.DrainAsync());
        }
    }

    /// <summary>A store that is away is waited for: it may be starting, as this node is.</summary>
    private async Task OpenAsync(IJobStore store, CancellationToken cancellationToken)
    {
        if (await TryOpenAsync(store, FirstWait, cancellationToken))
        {
            return;
        }
        var room = services.GetService<IStoreWait>();
        try
        {
            await (room?.BeginAsync(cancellationToken) ?? Task.CompletedTask);
            var wait = FirstWait;
            do
            {
                await Task.Delay(wait, cancellationToken);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
            while (!await TryOpenAsync(store, wait, cancellationToken));
        }
        finally
        {
            await (room?.EndAsync() ?? Task.CompletedTask);
        }
    }

    private async Task<bool> TryOpenAsync(IJobStore store, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await store.OpenAsync(cancellationToken);
            await SetClockAsync(store, cancellationToken);
            return true;
        }
        catch (Exception fault) when (fault is StoreUnavailableException or StoreBusyException)
        {
            LogStoreAway(wait.TotalSeconds, fault.Message);
            return false;
        }
    }

    private Task SetClockAsync(IJobStore store, CancellationToken cancellationToken) =>
        services.GetRequiredService<TimeProvider>() is StoreClock clock
            ? clock.SetAsync(store, services.GetRequiredService<ILogger<StoreClock>>(), cancellationToken)
            : Task.CompletedTask;

    private async Task KeepClockAsync(IJobStore store, ActorSystem system)
    {
        using var timer = new PeriodicTimer(ClockInterval);
        while (!system.WhenTerminated.IsCompleted && await timer.WaitForNextTickAsync())
        {
            try
            {
                await SetClockAsync(store, CancellationToken.None);
            }
            catch (Exception fault) when (fault is StoreUnavailableException or ObjectDisposedException)
            {
                // Goes on by the difference known; others tell of the store.
            }
        }
    }

    /// <summary>
    /// Handlers may block their threads; there must be others for HTTP and the store at once, not one every half
    /// second.
    /// </summary>
    private void ReserveThreads()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, settings.Worker.Concurrency + FreeThreads), completions);
    }

    /// <summary>An actor system that ends by itself was downed: the process must end too, and say so.</summary>
    private async Task EndWithSystemAsync(ActorSystem system)
    {
        await system.WhenTerminated;
        if (!_stopping)
        {
            _downed = true;
            LogDowned();
            // At the very end, for Akka.Hosting notes an exit code of its own when it sees the same.
            lifetime.ApplicationStopped.Register(() => Environment.ExitCode = ExitCodes.Downed);
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(1402, LogLevel.Error,
        "The cluster has removed this node, which could not be reached: its jobs run elsewhere, and it ends so that it is started anew.")]
    private partial void LogDowned();

    [LoggerMessage(1401, LogLevel.Warning, "The store cannot be opened yet; next try in {Seconds} s: {Reason}")]
    private partial void LogStoreAway(double seconds, string reason);
}
