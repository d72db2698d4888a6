using ActorJobs.Client;
using ActorJobs.Gateway.Access;
using ActorJobs.Gateway.Batch;
using ActorJobs.Gateway.Bodies;
using ActorJobs.Gateway.Document;
using ActorJobs.Gateway.Json;
using ActorJobs.Gateway.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace ActorJobs.Gateway.Resources;

/// <summary><c>POST /api/v1/jobs/batch</c>: any number of jobs in one request, streamed.</summary>
internal static class BatchCalls
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/jobs/batch", EnqueueAsync)
        .RequireGatewayScope(GatewayScopes.Enqueue)
        .Produces<BatchModel>(StatusCodes.Status202Accepted)
        .Describe("Enqueue many jobs",
            "Takes a JSON array or one job per line (application/x-ndjson), of any length. A job that breaks a rule is " +
            "rejected with its index and does not stop the others. When the store fails on the way, the problem details " +
            "carry accepted, ids and rejected, and in unsettled the ranges of indexes that may not be stored.",
            400, 415, 429, 503)
        .WithBody<JobBody[]>(DocumentExamples.Batch, RequestBody.Json, RequestBody.NdJson);

    private static async Task<IResult> EnqueueAsync(
        HttpContext context, IJobClient client, GatewayLimits limits, TimeProvider time)
    {
        var request = context.Request;
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            return GatewayProblems.MissingBody();
        }
        IItemSplitter splitter;
        if (RequestBody.HasType(request, RequestBody.NdJson))
        {
            splitter = new LineSplitter(limits.MaxBodyBytes);
        }
        else if (RequestBody.HasType(request, RequestBody.Json))
        {
            splitter = new ArraySplitter(limits.MaxBodyBytes);
        }
        else
        {
            return GatewayProblems.WrongType(request.ContentType, $"{RequestBody.Json} or {RequestBody.NdJson}");
        }
        LiftLimits(context);
        var sender = new ChunkSender(client, limits.Defaults, time);
        var run = new BatchRun(sender, splitter, limits.Defaults, limits.MaxBodyBytes, time);
        await run.ReadAsync(request.BodyReader, context.RequestAborted);
        return new BatchResult(run.Report);
    }

    // A stream may be endless and its source slow; memory is bounded by the chunks, not by the request.
    private static void LiftLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
