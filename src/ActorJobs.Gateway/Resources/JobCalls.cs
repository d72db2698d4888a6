using ActorJobs.Gateway.Access;
using ActorJobs.Gateway.Bodies;
using ActorJobs.Gateway.Document;
using ActorJobs.Gateway.Json;
using ActorJobs.Gateway.Problems;
using ActorJobs.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorJobs.Gateway.Resources;

/// <summary>Looks at jobs: one, or a page of them.</summary>
internal static class JobCalls
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/jobs/{id}", GetAsync)
            .RequireGatewayScope(GatewayScopes.Read | GatewayScopes.Enqueue)
            .Produces<JobModel>()
            .Describe("Look at a job", "All that is known of a job, its log included.", 404, 503);
        api.MapGet("/jobs", ListAsync)
            .RequireGatewayScope(GatewayScopes.Read)
            .Produces<JobPageModel>()
            .Describe("List jobs", "Newest first, without logs. Pass nextCursor as cursor to read on; it is null at the end. Where several filters are " +
                "combined and few jobs match all of them, an answer may hold fewer jobs than limit and still have a nextCursor.",
                400, 503)
            .WithFilters()
            .WithQuery("limit", $"1 to {QueryReader.MaxLimit}; {QueryReader.DefaultLimit} when left out.")
            .WithQuery("cursor", "nextCursor of the answer before.");
    }

    private static async Task<IResult> GetAsync(string id, IJobQueries queries, HttpContext context)
    {
        var job = JobId.TryParse(id, out var known) ? await queries.GetAsync(known, context.RequestAborted) : null;
        return job is null ? GatewayProblems.UnknownJob(id) : new JobResult(job);
    }

    private static async Task<IResult> ListAsync(IJobQueries queries, HttpContext context)
    {
        var query = new QueryReader(context.Request.Query, refusesEmpty: false,
            [.. QueryReader.Filters, "limit", "cursor"]);
        var filter = query.Filter();
        var limit = query.Limit();
        var before = query.Before();
        return query.Faults.Count > 0
            ? GatewayProblems.Faults(query.Faults)
            : new JobPageResult(await queries.ListAsync(filter, before, limit, context.RequestAborted));
    }
}
