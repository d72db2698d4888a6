using ActorJobs.Gateway.Access;
using ActorJobs.Gateway.Document;
using ActorJobs.Gateway.Status;
using ActorJobs.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorJobs.Gateway.Resources;

/// <summary><c>GET /metrics</c>.</summary>
internal static class MetricsCalls
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/metrics", GetAsync)
        .RequireGatewayScope(GatewayScopes.Read)
        .Produces<string>(StatusCodes.Status200OK, "text/plain")
        .WithTags("Health")
        .Describe("Metrics", "Queue and workers of the cluster in Prometheus text format.", 503);

    private static async Task<ContentHttpResult> GetAsync(
        CountsCache counts, IClusterStatus cluster, TimeProvider time, HttpContext context)
    {
        var view = await ClusterView.ReadAsync(counts, cluster, context.RequestAborted);
        return TypedResults.Text(Write(view, time.GetUtcNow()), MetricsText.ContentType);
    }

    private static string Write(ClusterView view, DateTimeOffset now) => new MetricsText()
        .Add("actorjobs_queue_depth", "gauge", "Jobs that wait for a worker.", "priority", view.Depth())
        .Add("actorjobs_jobs", "gauge", "Jobs in each state.", "state", view.ByState())
        .Add("actorjobs_oldest_ready_seconds", "gauge", "Age of the oldest ready job.", view.OldestReadySeconds(now))
        .Add("actorjobs_slots", "gauge", "Handlers that run, and room for more.", "state",
            [new("used", view.Running), new("free", view.FreeSlots)])
        .Add("actorjobs_running", "gauge", "Handlers that run.", view.Running)
        .Add("actorjobs_abandoned", "gauge", "Handlers given up that have not returned.", view.Abandoned)
        .Add("actorjobs_workers", "gauge", "Worker nodes that report.", view.Workers.Length)
        .Add("actorjobs_processed_total", "counter", "Attempts ended, of the workers that report.",
            view.Workers.Sum(worker => worker.Totals.Processed))
        .Add("actorjobs_succeeded_total", "counter", "Attempts that completed their job.",
            view.Workers.Sum(worker => worker.Totals.Succeeded))
        .Add("actorjobs_failed_total", "counter", "Attempts that ended with an error.",
            view.Workers.Sum(worker => worker.Totals.Failed))
        .Add("actorjobs_stale_total", "counter", "Outcomes dropped because their claim no longer stood.",
            view.Workers.Sum(worker => worker.Totals.Stale))
        .ToString();
}
