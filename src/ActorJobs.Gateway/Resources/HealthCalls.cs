using ActorJobs.Gateway.Access;
using ActorJobs.Gateway.Document;
using ActorJobs.Gateway.Json;
using ActorJobs.Gateway.Status;
using ActorJobs.Operations;
using ActorJobs.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorJobs.Gateway.Resources;

/// <summary>Whether this process lives and can work, and how the workers of the cluster are.</summary>
internal static class HealthCalls
{
    private static readonly TimeSpan MaxCheckTime = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Ok(new LiveModel("live")))
            .AllowWithoutKey()
            .WithTags("Health")
            .Describe("Is it alive?", "Answers as long as the process serves requests. Needs no key.");
        app.MapGet("/health/ready", ReadyAsync)
            .AllowWithoutKey()
            .WithTags("Health")
            .Produces<ReadyModel>()
            .Produces<ReadyModel>(StatusCodes.Status503ServiceUnavailable)
            .Describe("Is it ready?", "200 when the store answers, this process is a member and, if it runs jobs, the queue reader is known; else 503. "
                + "Needs no key.");
        app.MapGet("/api/health/worker", WorkersAsync)
            .RequireGatewayScope(GatewayScopes.Read)
            .WithTags("Health")
            .Produces<WorkerHealthModel>()
            .Describe("Health of the workers", "Of the whole cluster; answers 200 whatever the status.");
    }

    private static async Task<JsonHttpResult<ReadyModel>> ReadyAsync(
        IJobStore store, IClusterStatus cluster, GatewayOptions options, TimeProvider time, HttpContext context)
    {
        var checks = new List<CheckModel>
        {
            await CheckAsync("store", token => Readiness.StoreAsync(store, token), time, context.RequestAborted),
        };
        if (options.Self is { } self)
        {
            checks.Add(await CheckAsync("member",
                token => Readiness.MemberAsync(self(context.RequestServices), cluster, token), time, context.RequestAborted));
        }
        if (options.NeedsReader)
        {
            checks.Add(await CheckAsync(
                "reader", token => Readiness.ReaderAsync(cluster, token), time, context.RequestAborted));
        }
        var isReady = checks.TrueForAll(check => check.Reason is null);
        return TypedResults.Json(
            new ReadyModel(isReady ? "ready" : "notReady", [.. checks]), GatewayJson.Default.ReadyModel,
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<CheckModel> CheckAsync(
        string name, Func<CancellationToken, Task<string?>> check, TimeProvider time, CancellationToken cancellationToken)
    {
        string? reason;
        try
        {
            reason = await check(cancellationToken).WaitAsync(MaxCheckTime, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            reason = $"No answer within {MaxCheckTime.TotalSeconds} s.";
        }
        catch (ActorJobsException exception)
        {
            reason = exception.Message;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, an orchestrator is to hear that this process is not ready.
            reason = $"The check failed: {exception.GetType().Name}.";
        }
        return new CheckModel(name, reason is null ? "ok" : "failing", reason);
    }

    private static async Task<JsonHttpResult<WorkerHealthModel>> WorkersAsync(
        IClusterStatus cluster, TimeProvider time, HttpContext context)
    {
        var (_, workers) = await ClusterView.WorkersAsync(cluster, context.RequestAborted);
        var each = workers.SelectMany(ModelsOf).ToArray();
        int Count(string health) => each.Count(worker => worker.Health == health);
        // The server's own options would write the offset as +00:00.
        var model = new WorkerHealthModel(
            WorkerHealths.Of(workers.SelectMany(HealthOf)).ToName(), each.Length,
            Count("healthy"), Count("degraded"), Count("unhealthy"),
            workers.Sum(worker => worker.Totals.Processed),
            workers.Sum(worker => worker.Totals.Succeeded),
            workers.Sum(worker => worker.Totals.Failed),
            workers.Sum(worker => (long)worker.Running),
            time.GetUtcNow(), each);
        return TypedResults.Json(model, GatewayJson.Default.WorkerHealthModel);
    }

    private static IEnumerable<WorkerHealth> HealthOf(WorkerReport node) =>
        node.Units.IsEmpty ? [node.Health] : node.Units.Select(unit => unit.Health);

    /// <summary>A node of a release that does not tell of its workers counts as one.</summary>
    private static IEnumerable<WorkerUnitModel> ModelsOf(WorkerReport node) => node.Units.IsEmpty
        ? [new WorkerUnitModel(node.Node.Address, 1, node.Slots, node.Running, node.Abandoned, 0, node.Health.ToName())]
        : node.Units.Select(unit => new WorkerUnitModel(
            node.Node.Address, unit.Number, unit.Slots, unit.Running, unit.Abandoned, unit.Restarts, unit.Health.ToName()));
}
