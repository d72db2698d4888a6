using System.Diagnostics;
using ActorJobs.Benchmarks.Stores;
using ActorJobs.Client;
using ActorJobs.Gateway;
using ActorJobs.Hosting;
using ActorJobs.Operations;
using ActorJobs.Settings;
using ActorJobs.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>A user's own host: the shipped hosting library with default settings but for those given.</summary>
internal sealed class PeerNode(IHost host) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    public IJobClient Client => host.Services.GetRequiredService<IJobClient>();

    public IJobStore Store => host.Services.GetRequiredService<IJobStore>();

    /// <summary>Puts it together; nothing runs yet.</summary>
    public static PeerNode Build(Dictionary<string, string?> values, Action<IServiceCollection>? addJobs = null)
    {
        var settings = NodeReading.Read(values);
        // The only mode without slots wants an address; a program that enqueues by itself leaves the web server out.
        if (settings.Gateway.Listen is not { } listen || settings.Worker.Mode == WorkerMode.GatewayOnly)
        {
            var plain = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            Compose(plain.Services, plain.Logging, settings, addJobs);
            return new PeerNode(plain.Build());
        }
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        Compose(builder.Services, builder.Logging, settings, addJobs);
        builder.Services.AddActorJobsGateway(new GatewayOptions { Urls = [listen.Text] });
        var app = builder.Build();
        app.MapActorJobsGateway();
        return new PeerNode(app);
    }

    public Task StartAsync() => host.StartAsync();

    /// <summary>Completes when the node was stopped from outside, or was downed and so ends itself.</summary>
    public Task EndAsync() => host.WaitForShutdownAsync();

    /// <summary>Completes when a reader answers: the cluster has formed, and jobs are handed out.</summary>
    public async Task ReaderAsync()
    {
        var (status, start) = (host.Services.GetRequiredService<IClusterStatus>(), Stopwatch.GetTimestamp());
        while ((await status.GetReaderAsync(CancellationToken.None)).Node is null)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new BenchmarkException(
                    $"No queue reader answered within {Patience.TotalSeconds} s: is a worker in the cluster?");
            }
            await Task.Delay(Poll);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    private static void Compose(
        IServiceCollection services, ILoggingBuilder logging, NodeSettings settings,
        Action<IServiceCollection>? addJobs)
    {
        // stdout belongs to the protocol
        logging.SetMinimumLevel(LogLevel.Warning)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        services.AddStore(settings.Store).AddActorJobs(settings);
        addJobs?.Invoke(services);
    }
}
