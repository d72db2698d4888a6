using ActorJobs.Gateway.Access;
using ActorJobs.Gateway.Document;
using ActorJobs.Gateway.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Gateway.Resources;

/// <summary><c>GET /metrics</c>.</summary>
internal static class MetricsCalls
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var exporter = IsOff(app.ServiceProvider)
            ? static _ => Task.CompletedTask
            : app.CreateApplicationBuilder()
                .UseOpenTelemetryPrometheusScrapingEndpoint(
                    meterProvider: null, predicate: _ => true, path: null, configureBranchedPipeline: null, optionsName: null)
                .Build();
        app.MapGet("/metrics", GetAsync)
            .RequireGatewayScope(GatewayScopes.Read)
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .WithTags("Health")
            .Describe("Metrics", "Of the cluster's queue and of this process, in Prometheus text format. While the store is away "
                + "those of the queue are left out and actorjobs_store_up is 0.");

        async Task GetAsync(QueueGauges gauges, HttpContext context)
        {
            await gauges.RefreshAsync(context.RequestAborted);
            await exporter(context);
        }
    }

    /// <summary>OpenTelemetry's own switch for everything: then there is nothing to answer with.</summary>
    private static bool IsOff(IServiceProvider services) => string.Equals(
        services.GetService<IConfiguration>()?["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);
}
