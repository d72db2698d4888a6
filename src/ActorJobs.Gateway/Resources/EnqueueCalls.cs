using System.Buffers;
using ActorJobs.Client;
using ActorJobs.Gateway.Access;
using ActorJobs.Gateway.Bodies;
using ActorJobs.Gateway.Document;
using ActorJobs.Gateway.Json;
using ActorJobs.Gateway.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorJobs.Gateway.Resources;

/// <summary><c>POST /api/v1/jobs</c>: the hot path.</summary>
internal static class EnqueueCalls
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/jobs", EnqueueAsync)
        .RequireGatewayScope(GatewayScopes.Enqueue)
        .Produces<EnqueuedModel>(StatusCodes.Status202Accepted)
        .Describe("Enqueue a job",
            "Answers when the job is durable. A job whose unique key is held is not added; the answer then names its holder " +
            "and says duplicate. An id of the caller's own makes a repeated request safe: a job whose id is known is left as it " +
            "is and answered with its state, as the first time. Unknown fields are refused; null means absent, except for payload.",
            400, 413, 415, 429, 503)
        .WithBody<JobBody>(DocumentExamples.Job, RequestBody.Json);

    private static async Task<Results<EnqueuedResult, ProblemHttpResult>> EnqueueAsync(
        HttpContext context, IJobClient client, GatewayLimits limits, TimeProvider time)
    {
        var (body, refusal) = await RequestBody.ReadJsonAsync(context.Request, limits.MaxBodyBytes);
        if (refusal is not null)
        {
            return refusal;
        }
        var parsed = Parse(body, limits.Defaults, time.GetUtcNow());
        context.Request.BodyReader.AdvanceTo(body.End);
        if (parsed.Request is null)
        {
            return GatewayProblems.Faults(parsed.Faults!,
                parsed.TooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest);
        }
        var results = await client.EnqueueManyAsync([parsed.Request], context.RequestAborted);
        return new EnqueuedResult(results[0]);
    }

    private static ParsedJob Parse(ReadOnlySequence<byte> body, JobDefaults defaults, DateTimeOffset now) =>
        JobBodyReader.Read(body.IsSingleSegment ? body.FirstSpan : body.ToArray(), "The body", defaults, now);
}
