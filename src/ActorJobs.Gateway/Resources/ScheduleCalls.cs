using System.Buffers;
using ActorJobs.Gateway.Access;
using ActorJobs.Gateway.Bodies;
using ActorJobs.Gateway.Document;
using ActorJobs.Gateway.Json;
using ActorJobs.Gateway.Problems;
using ActorJobs.Schedules;
using ActorJobs.Scheduling.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorJobs.Gateway.Resources;

/// <summary>Schedules: define, look, change, fire by hand.</summary>
internal static class ScheduleCalls
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/schedules/{id}", PutAsync)
            .RequireGatewayScope(GatewayScopes.Admin)
            .Produces<ScheduleModel>().Produces<ScheduleModel>(StatusCodes.Status201Created)
            .Describe("Define a schedule",
                "Creates it, or changes its definition; pause and history stay. Exactly one of cron, every and runAt is given. A " +
                "schedule of a file or of code is changed there. A type that no node takes is a warning.",
                400, 409, 413, 415, 503)
            .WithBody<ScheduleBody>(DocumentExamples.Schedule, RequestBody.Json);
        api.MapGet("/schedules/{id}", GetAsync)
            .RequireGatewayScope(GatewayScopes.Read)
            .Produces<ScheduleModel>()
            .Describe("Look at a schedule", "With the next ten times and the last twenty fires.", 404, 503);
        api.MapGet("/schedules", ListAsync)
            .RequireGatewayScope(GatewayScopes.Read)
            .Produces<SchedulePageModel>()
            .Describe("List schedules", "In order of id. Pass nextCursor as cursor to read on; it is null at the end.", 400, 503)
            .WithQuery("limit", $"1 to {QueryReader.MaxLimit}; {QueryReader.DefaultLimit} when left out.")
            .WithQuery("cursor", "nextCursor of the answer before.");
        api.MapDelete("/schedules/{id}", DeleteAsync)
            .RequireGatewayScope(GatewayScopes.Admin)
            .Produces(StatusCodes.Status204NoContent)
            .Describe("Remove a schedule", "Its jobs stay. One of a file, of code or of the system is not removed here.", 404, 409, 503);
        ScheduleActions.Map(api);
    }

    private static async Task<Results<Ok<ScheduleModel>, Created<ScheduleModel>, ProblemHttpResult>> PutAsync(
        string id, HttpContext context, IJobSchedules schedules, GatewayLimits limits)
    {
        var (body, refusal) = await RequestBody.ReadJsonAsync(context.Request, limits.MaxBodyBytes);
        if (refusal is not null)
        {
            return refusal;
        }
        var schedule = ScheduleJson.Read(body.ToArray(), ScheduleIds.Of(id), out var faults);
        context.Request.BodyReader.AdvanceTo(body.End);
        if (schedule is null)
        {
            return GatewayProblems.Faults(faults);
        }
        var (created, status) = await schedules.PutAsync(schedule, context.RequestAborted);
        var model = ScheduleModels.Of(status);
        return created
            ? TypedResults.Created($"/api/v1/schedules/{Uri.EscapeDataString(schedule.Id)}", model)
            : TypedResults.Ok(model);
    }

    private static async Task<Results<Ok<ScheduleModel>, ProblemHttpResult>> GetAsync(
        string id, IJobSchedules schedules, HttpContext context) =>
        await schedules.GetAsync(ScheduleIds.Of(id), context.RequestAborted) is { } status
            ? TypedResults.Ok(ScheduleModels.Of(status))
            : ScheduleIds.Unknown(id);

    private static async Task<Results<Ok<SchedulePageModel>, ProblemHttpResult>> ListAsync(
        IJobSchedules schedules, HttpContext context)
    {
        var query = new QueryReader(context.Request.Query, refusesEmpty: false, "limit", "cursor");
        var limit = query.Limit();
        var after = query.Value("cursor");
        if (query.Faults.Count > 0)
        {
            return GatewayProblems.Faults(query.Faults);
        }
        // One more than asked for tells whether there is a next page.
        var found = await schedules.ListAsync(after, limit + 1, context.RequestAborted);
        var page = found.Length > limit ? found[..limit] : found;
        return TypedResults.Ok(new SchedulePageModel(
            [.. page.Select(ScheduleModels.Of)], found.Length > limit ? page[^1].Schedule.Id : null));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, IJobSchedules schedules, HttpContext context) =>
        await schedules.DeleteAsync(ScheduleIds.Of(id), context.RequestAborted)
            ? TypedResults.NoContent()
            : ScheduleIds.Unknown(id);
}
