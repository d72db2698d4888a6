using ActorJobs.Gateway.Access;
using ActorJobs.Gateway.Bodies;
using ActorJobs.Gateway.Document;
using ActorJobs.Gateway.Events;
using ActorJobs.Gateway.Problems;
using ActorJobs.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorJobs.Gateway.Resources;

/// <summary><c>GET /api/v1/events</c>.</summary>
internal static class EventCalls
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/events", Watch)
        .RequireGatewayScope(GatewayScopes.Read)
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
        .Describe("Watch changes",
            "Server-sent events named job, progress, node and missed, with JSON data, and a comment at least every 15 s. " +
            "A slow watcher loses events and is told how many.", 400)
        .WithQuery("type", "Only changes of jobs of this type, without progress.")
        .WithQuery("id", "Only changes and progress of this job.");

    private static IResult Watch(IJobEvents events, TimeProvider time, HttpContext context)
    {
        var query = new QueryReader(context.Request.Query, refusesEmpty: false, "type", "id");
        var filter = new EventFilter(query.Value("type"), query.Id("id"));
        return query.Faults.Count > 0
            ? GatewayProblems.Faults(query.Faults)
            : new EventStream(events, filter, time);
    }
}
