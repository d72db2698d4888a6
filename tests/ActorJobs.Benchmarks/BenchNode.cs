using ActorJobs.Benchmarks.Stores;
using ActorJobs.Client;
using ActorJobs.Handlers;
using ActorJobs.Hosting;
using ActorJobs.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Benchmarks;

/// <summary>
/// An ordinary node in this process, built as users build theirs.
/// </summary>
internal sealed class BenchNode : IAsyncDisposable
{
    private readonly IHost _host;

    private BenchNode(IHost host) => _host = host;

    public IJobClient Client => _host.Services.GetRequiredService<IJobClient>();

    public IJobStore Store => _host.Services.GetRequiredService<IJobStore>();

    /// <summary>Starts a node; with no handlers it takes no jobs.</summary>
    /// <param name="store">Settings that name its store.</param>
    /// <param name="jobs">Its handlers.</param>
    public static async Task<BenchNode> StartAsync(Dictionary<string, string?> store, params JobRegistration[] jobs)
    {
        var settings = NodeReading.Read(new(store)
        {
            ["WORKER_MODE"] = "thin",
            ["GATEWAY_URL"] = "http://127.0.0.1:0",
        });
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole();
        builder.Services.AddStore(settings.Store).AddActorJobs(settings);
        foreach (var job in jobs)
        {
            builder.Services.AddSingleton(job);
        }
        var host = builder.Build();
        await host.StartAsync();
        return new BenchNode(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
