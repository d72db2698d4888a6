using ActorJobs.Gateway.Access;
using ActorJobs.Gateway.Problems;
using ActorJobs.Gateway.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Gateway;

/// <summary>Maps the calls of the gateway.</summary>
public static class GatewayRoutes
{
    /// <summary>
    /// Adds addresses, problem details, access check and all calls. Everything else that is mapped on the same
    /// application stands behind the same access check; see <see cref="ScopeConventions"/>. Call it once, before the
    /// application starts.
    /// </summary>
    public static WebApplication MapActorJobsGateway(this WebApplication app)
    {
        app.MapActorJobsHealth();
        MapApi(app.MapGroup("/api/v1"));
        MapParts(app);
        app.MapOpenApi().RequireGatewayScope(GatewayScopes.Read);
        return app;
    }

    /// <summary>Only health and metrics, for a process without a gateway (setting HEALTH_URL).</summary>
    public static WebApplication MapActorJobsHealth(this WebApplication app)
    {
        foreach (var url in app.Services.GetRequiredService<GatewayOptions>().Urls)
        {
            app.Urls.Add(url);
        }
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<AccessCheck>();
        HealthCalls.Map(app);
        MetricsCalls.Map(app);
        return app;
    }

    private static void MapParts(WebApplication app)
    {
        var parts = app.Services.GetServices<IGatewayPart>().ToList();
        if (parts.Count == 0)
        {
            HomePage.Map(app);
            return;
        }
        SignIn.Map(app);
        parts.ForEach(part => part.Map(app));
    }

    private static void MapApi(RouteGroupBuilder api)
    {
        EnqueueCalls.Map(api.MapGroup("").WithTags("Jobs"));
        BatchCalls.Map(api.MapGroup("").WithTags("Jobs"));
        GroupCalls.Map(api.MapGroup("").WithTags("Jobs"));
        JobCalls.Map(api.MapGroup("").WithTags("Jobs"));
        ChangeCalls.Map(api.MapGroup("").WithTags("Jobs"));
        BulkCalls.Map(api.MapGroup("").WithTags("Jobs"));
        ScheduleCalls.Map(api.MapGroup("").WithTags("Schedules"));
        StatsCalls.Map(api.MapGroup("").WithTags("Cluster"));
        NodeCalls.Map(api.MapGroup("").WithTags("Cluster"));
        PauseCalls.Map(api.MapGroup("").WithTags("Cluster"));
        EventCalls.Map(api.MapGroup("").WithTags("Cluster"));
    }
}
