using ActorJobs.Gateway.Access;
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

/// <summary>Changes one job: cancel, retry, delete.</summary>
internal static class ChangeCalls
{
    public static void Map(IEndpointRouteBuilder api)
    {
        Describe(api.MapPost("/jobs/{id}/cancel", (string id, IJobOperations operations, HttpContext context) =>
                ChangeAsync(id, "cancel", operations.CancelAsync, context)),
            "Cancel a job", "A running job is told within a second; until its handler returns its state stays running.");
        Describe(api.MapPost("/jobs/{id}/retry", (string id, IJobOperations operations, HttpContext context) =>
                ChangeAsync(id, "retry", operations.RetryAsync, context)),
            "Retry a job", "A failed or cancelled job becomes ready with all its retries; a waiting one is due at once.");
        Describe(api.MapDelete("/jobs/{id}", (string id, IJobOperations operations, HttpContext context) =>
                ChangeAsync(id, "delete", operations.DeleteAsync, context)),
            "Delete a job", "Removes a job that does not run, and all that is known of it.");
    }

    private static void Describe(RouteHandlerBuilder call, string summary, string description) => call
        .RequireGatewayScope(GatewayScopes.Admin)
        .Produces<ChangedModel>(StatusCodes.Status202Accepted)
        .Describe(summary, description, 404, 409, 503);

    private static async Task<Results<Accepted<ChangedModel>, ProblemHttpResult>> ChangeAsync(
        string id, string change, Func<JobId, CancellationToken, Task<ChangeResult>> apply, HttpContext context)
    {
        if (!JobId.TryParse(id, out var known))
        {
            return GatewayProblems.UnknownJob(id);
        }
        var result = await apply(known, context.RequestAborted);
        return result.Kind switch
        {
            ChangeKind.Done or ChangeKind.Requested =>
                TypedResults.Accepted((string?)null, new ChangedModel(id, result.State?.ToName())),
            ChangeKind.NotApplicable => GatewayProblems.NotApplicable(
                $"{change} does not apply: job {known} is {result.State?.ToName() ?? "in another state"}.", result.State, "state"),
            ChangeKind.KeyHeld => GatewayProblems.NotApplicable(
                $"{change} does not apply: another live job holds the unique key of job {known}.", result.State, "keyHeld"),
            _ => GatewayProblems.UnknownJob(id),
        };
    }
}
