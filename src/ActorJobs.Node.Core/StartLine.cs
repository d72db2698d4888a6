using ActorJobs.Operations;
using ActorJobs.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ActorJobs.Nodes;

/// <summary>Says once that the node is up, what it does and where it listens.</summary>
internal sealed partial class StartLine(
    NodeSettings settings, ISelf self, IHostApplicationLifetime application, IServiceProvider services,
    ILogger<StartLine> logger) : IHostedService
{
    private readonly ILogger _logger = logger;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        application.ApplicationStarted.Register(Say);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Say()
    {
        LogStarted(settings.Worker.Mode.ToName(), self.Node?.Address, settings.Worker.Concurrency);
        var addresses = services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses;
        foreach (var address in addresses ?? [])
        {
            LogListening(settings.Gateway.Listen is null ? "Health endpoint" : "Gateway", address);
        }
    }

    [LoggerMessage(1711, LogLevel.Information, "ActorJobs node {Address} started in mode {Mode} with {Slots} slots")]
    private partial void LogStarted(string mode, string? address, int slots);

    [LoggerMessage(1712, LogLevel.Information, "{What} listens on {Address}")]
    private partial void LogListening(string what, string address);
}
