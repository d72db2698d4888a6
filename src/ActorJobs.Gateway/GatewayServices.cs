using ActorJobs.Gateway.Access;
using ActorJobs.Gateway.Document;
using ActorJobs.Gateway.Json;
using ActorJobs.Gateway.Status;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Gateway;

/// <summary>Adds the gateway to a host.</summary>
public static class GatewayServices
{
    private static readonly TimeSpan MaxHeaderTime = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Adds what the gateway needs of its own and sets limits of the web server. The host itself registers
    /// <see cref="Client.IJobClient"/>, <see cref="Client.JobDefaults"/>, <see cref="Stores.IJobStore"/>,
    /// <see cref="Stores.IJobQueries"/>, <see cref="Operations.IJobOperations"/>, <see
    /// cref="Operations.IClusterStatus"/>,
    /// <see cref="Operations.IJobEvents"/> and <see cref="TimeProvider"/>, all as singletons.
    /// </summary>
    /// <exception cref="ArgumentException"><see cref="GatewayGuard.Check"/> finds a fault; the message names
    /// all.</exception>
    public static IServiceCollection AddActorJobsGateway(this IServiceCollection services, GatewayOptions options)
    {
        var faults = GatewayGuard.Check(options);
        if (faults.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }
        services.AddSingleton(options);
        services.AddSingleton<GatewayLimits>();
        GatewayMetrics.AddScraping(services);
        services.AddSingleton<CountsCache>();
        services.AddSingleton<KeyCheck>();
        services.AddSingleton<Sessions>();
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJson.Default);
            json.SerializerOptions.Converters.Add(new UtcTimeConverter());
        });
        services.AddOptions<KestrelServerOptions>().Configure<GatewayLimits>((server, limits) =>
        {
            server.AddServerHeader = false;
            server.Limits.RequestHeadersTimeout = MaxHeaderTime;
            server.Limits.MaxRequestBodySize = limits.MaxBodyBytes;
            server.Limits.MaxConcurrentConnections = options.MaxConcurrentConnections;
        });
        services.Configure<SocketTransportOptions>(sockets =>
        {
            // Data may come at once where a buffer waits for it; an idle connection holds 4 KiB for that.
            sockets.WaitForDataBeforeAllocatingBuffer = false;
            // On the pool thread that took the socket's event, without two more hops: a tenth of a short request's CPU. What makes
            // it unsafe elsewhere is events handled on the thread that waits for them, and .NET hands those to the pool.
            sockets.UnsafePreferInlineScheduling = true;
        });
        // A line per request would cost more than the request; a filter on a longer category name brings them back.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
        return services;
    }
}
