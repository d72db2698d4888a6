using System.Buffers;
using ActorJobs.Client;
using ActorJobs.Gateway.Access;
using ActorJobs.Gateway.Batch;
using ActorJobs.Gateway.Bodies;
using ActorJobs.Gateway.Document;
using ActorJobs.Gateway.Json;
using ActorJobs.Gateway.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorJobs.Gateway.Resources;

/// <summary><c>POST /api/v1/jobs/group</c>: jobs that belong together, all or none.</summary>
internal static class GroupCalls
{
    private const int MaxFaultsNamed = 20;

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/jobs/group", EnqueueAsync)
        .RequireGatewayScope(GatewayScopes.Enqueue)
        .Produces<GroupModel>(StatusCodes.Status202Accepted)
        .Describe("Enqueue jobs together",
            $"Takes a JSON array of at most {BatchChunk.MaxJobs} jobs and {BatchChunk.MaxBytes} bytes in one transaction: all of " +
            "them or, if one breaks a rule, none. Answers one result per job, in order.",
            400, 413, 415, 429, 503)
        .WithBody<JobBody[]>(DocumentExamples.Batch, RequestBody.Json);

    private static async Task<Results<Accepted<GroupModel>, ProblemHttpResult>> EnqueueAsync(
        HttpContext context, IJobClient client, GatewayLimits limits, TimeProvider time)
    {
        var (body, refusal) = await RequestBody.ReadJsonAsync(context.Request, BatchChunk.MaxBytes);
        if (refusal is not null)
        {
            return refusal;
        }
        var faults = new List<string>();
        var requests = Read(body, limits, time.GetUtcNow(), faults);
        context.Request.BodyReader.AdvanceTo(body.End);
        if (faults.Count > 0)
        {
            return GatewayProblems.Faults(faults.Count <= MaxFaultsNamed
                ? faults
                : [.. faults.Take(MaxFaultsNamed), $"There are {faults.Count - MaxFaultsNamed} more faults."]);
        }
        var results = requests.Count == 0 ? [] : await client.EnqueueManyAsync(requests, context.RequestAborted);
        return TypedResults.Accepted((string?)null, new GroupModel([.. results.Select(result =>
            new EnqueuedModel(result.Id.ToString(), result.State.ToName(), result.Duplicate))]));
    }

    private static List<JobRequest> Read(
        ReadOnlySequence<byte> body, GatewayLimits limits, DateTimeOffset now, List<string> faults)
    {
        var requests = new List<JobRequest>();
        var splitter = new ArraySplitter(limits.MaxBodyBytes);
        for (var index = 0; ; index++)
        {
            var kind = splitter.Next(ref body, isEnd: true, out var item);
            if (kind == SplitKind.NeedMore)
            {
                break;
            }
            var parsed = kind == SplitKind.TooLong
                ? ParsedJob.Faulty($"The job must have at most {limits.MaxBodyBytes} bytes but has more.")
                : JobBodyReader.Read(item.IsSingleSegment ? item.FirstSpan : item.ToArray(), "The job", limits.Defaults, now);
            IEnumerable<string> found = parsed.Faults is { } broken
                ? broken
                : JobBodyReader.RuleFaults(parsed.Request!, limits.Defaults, now);
            faults.AddRange(found.Select(fault => $"Job {index}: {fault}"));
            requests.Add(parsed.Request!);
        }
        if (splitter.Fault is { } fault)
        {
            faults.Add(fault);
        }
        if (requests.Count > BatchChunk.MaxJobs)
        {
            faults.Insert(0, $"A group has at most {BatchChunk.MaxJobs} jobs but this one has {requests.Count}; " +
                "send a batch, or several groups.");
        }
        return requests;
    }
}
