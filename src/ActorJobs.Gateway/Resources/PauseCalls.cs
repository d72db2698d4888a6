using System.Buffers;
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

/// <summary>Stops handing out jobs, and goes on.</summary>
internal static class PauseCalls
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/pause", PauseAsync)
            .RequireGatewayScope(GatewayScopes.Admin)
            .Produces<PauseModel>(StatusCodes.Status202Accepted)
            .Describe("Pause", "Stops handing out jobs that match, all with {}; running ones go on.", 400, 413, 415, 503)
            .WithBody<PauseModel>(DocumentExamples.Pause, RequestBody.Json);
        api.MapPost("/resume", ResumeAsync)
            .RequireGatewayScope(GatewayScopes.Admin)
            .Produces<PauseModel>(StatusCodes.Status202Accepted)
            .Describe("Resume", "Ends exactly the pause that has the same priority and type.", 400, 404, 413, 415, 503)
            .WithBody<PauseModel>(DocumentExamples.Pause, RequestBody.Json);
        api.MapGet("/pauses", ListAsync)
            .RequireGatewayScope(GatewayScopes.Read)
            .Produces<PausesModel>()
            .Describe("List pauses", "The pauses in force.", 503);
    }

    private static async Task<Results<Accepted<PauseModel>, ProblemHttpResult>> PauseAsync(
        HttpContext context, IJobOperations operations, GatewayLimits limits, TimeProvider time)
    {
        var (pause, refusal) = await ReadAsync(context, limits, time);
        if (pause is null)
        {
            return refusal!;
        }
        await operations.PauseAsync(pause, context.RequestAborted);
        return TypedResults.Accepted((string?)null, Model(pause));
    }

    private static async Task<Results<Accepted<PauseModel>, ProblemHttpResult>> ResumeAsync(
        HttpContext context, IJobOperations operations, GatewayLimits limits, TimeProvider time)
    {
        var (pause, refusal) = await ReadAsync(context, limits, time);
        if (pause is null)
        {
            return refusal!;
        }
        return await operations.ResumeAsync(pause, context.RequestAborted)
            ? TypedResults.Accepted((string?)null, Model(pause))
            : GatewayProblems.Of(StatusCodes.Status404NotFound,
                "No such pause is in force; GET /api/v1/pauses lists those that are.");
    }

    private static async Task<Ok<PausesModel>> ListAsync(IJobStore store, HttpContext context)
    {
        var pauses = await store.GetPausesAsync(context.RequestAborted);
        return TypedResults.Ok(new PausesModel([.. pauses.Select(Model)]));
    }

    private static async Task<(Pause? Pause, ProblemHttpResult? Refusal)> ReadAsync(
        HttpContext context, GatewayLimits limits, TimeProvider time)
    {
        var (body, refusal) = await RequestBody.ReadJsonAsync(context.Request, limits.MaxBodyBytes);
        if (refusal is not null)
        {
            return (null, refusal);
        }
        var pause = PauseBodyReader.Read(body.ToArray(), time.GetUtcNow(), out var faults);
        context.Request.BodyReader.AdvanceTo(body.End);
        return (pause, pause is null ? GatewayProblems.Faults(faults) : null);
    }

    private static PauseModel Model(Pause pause) => new(pause.Priority?.ToName(), pause.Type);
}
