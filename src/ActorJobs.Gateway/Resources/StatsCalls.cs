using ActorJobs.Gateway.Access;
using ActorJobs.Gateway.Document;
using ActorJobs.Gateway.Json;
using ActorJobs.Gateway.Status;
using ActorJobs.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorJobs.Gateway.Resources;

/// <summary><c>GET /api/v1/stats</c>.</summary>
internal static class StatsCalls
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/stats", GetAsync)
        .RequireGatewayScope(GatewayScopes.Read)
        .Produces<StatsModel>()
        .Describe("The queue in numbers",
            "Counts are at most a second old. depth counts ready jobs that no worker has claimed; unroutable those of them " +
            "whose type and priority no worker takes.", 503);

    private static async Task<Ok<StatsModel>> GetAsync(
        CountsCache counts, IClusterStatus cluster, TimeProvider time, HttpContext context)
    {
        var view = await ClusterView.ReadAsync(counts, cluster, context.RequestAborted);
        var rates = view.Reader.Rates;
        var unroutable = view.Unroutable().GroupBy(lane => lane.Key.Type).Select(lanes => new UnroutableModel(
            lanes.Key, lanes.Sum(lane => lane.Value), [.. lanes.Select(lane => lane.Key.Priority.ToName())]));
        return TypedResults.Ok(new StatsModel(
            view.ByState(), view.Depth(), view.OldestReadySeconds(time.GetUtcNow()),
            new RatesModel(rates.Started, rates.Succeeded, rates.Failed),
            new SlotsModel(view.Running, view.FreeSlots), view.Abandoned, [.. unroutable], view.Reader.Node?.Address));
    }
}
