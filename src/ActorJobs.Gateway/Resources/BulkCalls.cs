using ActorJobs.Gateway.Access;
using ActorJobs.Gateway.Bodies;
using ActorJobs.Gateway.Document;
using ActorJobs.Gateway.Json;
using ActorJobs.Gateway.Problems;
using ActorJobs.Operations;
using ActorJobs.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorJobs.Gateway.Resources;

/// <summary>Changes all jobs that match a filter.</summary>
internal static class BulkCalls
{
    private const string NoFilter =
        "At least one filter is needed: state, type, priority, tag, key, error, parent, from or until. Without one every job would " +
        "be meant.";

    public static void Map(IEndpointRouteBuilder api)
    {
        Describe(api.MapPost("/jobs/cancel", (IJobOperations operations, HttpContext context) =>
            ChangeAsync(BulkChange.Cancel, operations, context)), "Cancel all jobs that match");
        Describe(api.MapPost("/jobs/retry", (IJobOperations operations, HttpContext context) =>
            ChangeAsync(BulkChange.Retry, operations, context)), "Retry all jobs that match");
        Describe(api.MapPost("/jobs/delete", (IJobOperations operations, HttpContext context) =>
            ChangeAsync(BulkChange.Delete, operations, context)), "Delete all jobs that match");
        Describe(api.MapDelete("/jobs", (IJobOperations operations, HttpContext context) =>
            ChangeAsync(BulkChange.Delete, operations, context)), "Delete all jobs that match");
    }

    private static void Describe(RouteHandlerBuilder call, string summary) => call
        .RequireGatewayScope(GatewayScopes.Admin)
        .Produces<AffectedModel>(StatusCodes.Status202Accepted)
        .Describe(summary, "Jobs to which the change does not apply are left as they are. Needs at least one filter.", 400, 503)
        .WithFilters();

    private static async Task<Results<Accepted<AffectedModel>, ProblemHttpResult>> ChangeAsync(
        BulkChange change, IJobOperations operations, HttpContext context)
    {
        var query = new QueryReader(context.Request.Query, refusesEmpty: true, QueryReader.Filters);
        var filter = query.Filter();
        if (query.Faults.Count > 0 || filter.IsEmpty)
        {
            return GatewayProblems.Faults(query.Faults.Count > 0 ? query.Faults : [NoFilter]);
        }
        var affected = await operations.ChangeManyAsync(change, filter, context.RequestAborted);
        return TypedResults.Accepted((string?)null, new AffectedModel(affected));
    }
}
