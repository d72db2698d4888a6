using ActorJobs.Gateway;
using ActorJobs.Hosting;
using ActorJobs.Operations;
using ActorJobs.Settings;

namespace ActorJobs.Nodes;

/// <summary>Puts a node together from its settings: with a web server only when something listens.</summary>
internal static class NodeHost
{
    public static IHost Build(NodeSettings settings, Action<IServiceCollection, NodeSettings>? addParts)
    {
        if (settings.Gateway.Listen is null && settings.Observation.HealthListen is null)
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            Compose(builder.Services, builder.Logging, builder.Configuration, settings, addParts);
            return builder.Build();
        }
        return BuildWeb(settings, addParts);
    }

    private static WebApplication BuildWeb(NodeSettings settings, Action<IServiceCollection, NodeSettings>? addParts)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        Compose(builder.Services, builder.Logging, builder.Configuration, settings, addParts);
        builder.Services.AddActorJobsGateway(ToOptions(settings));
        var app = builder.Build();
        if (settings.Gateway.Listen is not null)
        {
            app.MapActorJobsGateway();
        }
        else
        {
            app.MapActorJobsHealth();
        }
        return app;
    }

    private static void Compose(
        IServiceCollection services, ILoggingBuilder logging, IConfigurationManager configuration, NodeSettings settings,
        Action<IServiceCollection, NodeSettings>? addParts)
    {
        NodeLogging.Configure(logging, settings.Logging);
        NodeTelemetry.Add(services, logging, configuration, settings);
        services.AddSingleton<IHostLifetime, NodeLifetime>();
        services.AddSingleton(provider => NodeStore.Create(
            settings, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        addParts?.Invoke(services, settings);
        services.AddSingleton<IStoreWait, WaitingRoom>();
        services.AddActorJobs(settings);
        services.AddHostedService<StartLine>();
    }

    private static GatewayOptions ToOptions(NodeSettings settings) => new()
    {
        Urls = [(settings.Gateway.Listen ?? settings.Observation.HealthListen)!.Text],
        ApiKeys = string.Join(',', settings.Gateway.ApiKeys.Select(key =>
            $"{key.Scope.ToString().ToLowerInvariant()}:{key.Key.Reveal()}")),
        JwtSecret = settings.Gateway.JwtSecret?.Reveal(),
        MaxPayloadBytes = settings.Run.Defaults.MaxPayloadBytes,
        IsHealthOnly = settings.Gateway.Listen is null,
        NeedsReader = settings.Worker.RunsJobs,
        Self = provider => provider.GetRequiredService<ISelf>().Node,
    };
}
