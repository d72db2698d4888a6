using ActorJobs.Operations;
using ActorJobs.Settings;
using ActorJobs.Stores;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorJobs.Hosting;

/// <summary>
/// The node's life in the host: open the store, start the actors; on stop drain them. Started before HTTP, stopped
/// after it.
/// </summary>
internal sealed class NodeService(NodeSettings settings, IServiceProvider services, IHostApplicationLifetime lifetime)
    : IHostedService, ISelf
{
    private const int FreeThreads = 32;
    private NodeRuntime? _runtime;
    private volatile bool _stopping;

    /// <summary>The running node.</summary>
    /// <exception cref="InvalidOperationException">The host has not started it yet.</exception>
    public NodeRuntime Runtime => _runtime ?? throw new InvalidOperationException("The node has not started yet.");

    NodeId? ISelf.Node => _runtime?.Node;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ReserveThreads();
        await services.GetRequiredService<IJobStore>().OpenAsync(cancellationToken);
        var system = services.GetRequiredService<ActorSystem>();
        _runtime = new NodeRuntime(settings, services, system);
        _runtime.Start();
        _ = EndWithSystemAsync(system);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        if (_runtime is not null)
        {
            await _runtime.DrainAsync();
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
            Environment.ExitCode = ExitCodes.Downed;
            lifetime.StopApplication();
        }
    }
}
