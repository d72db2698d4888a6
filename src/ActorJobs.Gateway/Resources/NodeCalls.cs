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

/// <summary><c>GET /api/v1/nodes</c>.</summary>
internal static class NodeCalls
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/nodes", ListAsync)
        .RequireGatewayScope(GatewayScopes.Read)
        .Produces<NodesModel>()
        .Describe("List nodes", "The members of the cluster in order of address, and what their workers report.");

    private static async Task<Ok<NodesModel>> ListAsync(IClusterStatus cluster, HttpContext context)
    {
        var nodes = await cluster.GetNodesAsync(context.RequestAborted);
        return TypedResults.Ok(new NodesModel([.. nodes.Select(Model)]));
    }

    private static NodeModel Model(NodeStatus node)
    {
        var worker = node.Worker;
        return new NodeModel(
            node.Node.Address, [.. node.Roles], node.Status, worker?.Slots, worker?.Running, worker?.Waiting,
            worker?.Abandoned, worker?.Health.ToName(), worker?.Priorities.Select(priority => priority.ToName()).ToArray(),
            worker?.Types.ToArray());
    }
}
