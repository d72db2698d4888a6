using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using ActorJobs.Client.Http.Calls;
using ActorJobs.Client.Http.Json;
using ActorJobs.Stores;

namespace ActorJobs.Client.Http;

/// <content>The queue as a whole, and its nodes.</content>
public sealed partial class ActorJobsHttpClient
{
    /// <summary>The queue in numbers.</summary>
    public Task<QueueStats> GetStatsAsync(CancellationToken cancellationToken = default) =>
        CallAsync(new GatewayCall(HttpMethod.Get, "api/v1/stats"), ClientJson.Default.QueueStats, cancellationToken);

    /// <summary>The members of the cluster, in order of address.</summary>
    public async Task<ImmutableArray<Node>> GetNodesAsync(CancellationToken cancellationToken = default) =>
        [.. (await CallAsync(
            new GatewayCall(HttpMethod.Get, "api/v1/nodes"), ClientJson.Default.NodesModel, cancellationToken)).Nodes];

    /// <summary>Health of all workers of the cluster.</summary>
    public Task<WorkersHealth> GetHealthAsync(CancellationToken cancellationToken = default) => CallAsync(
        new GatewayCall(HttpMethod.Get, "api/health/worker"), ClientJson.Default.WorkersHealth, cancellationToken);

    /// <inheritdoc />
    public Task PauseAsync(Pause pause, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pause);
        return _caller.SendAsync(
            new GatewayCall(HttpMethod.Post, "api/v1/pause") { Body = Body(pause) }, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<bool> ResumeAsync(Pause pause, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pause);
        var answer = await _caller.SendAsync(
            new GatewayCall(HttpMethod.Post, "api/v1/resume")
            {
                Body = Body(pause),
                Expected = [HttpStatusCode.NotFound],
            },
            cancellationToken);
        return answer.IsSuccess || answer.IsRepeated;
    }

    /// <summary>The pauses in force.</summary>
    public async Task<ImmutableArray<Pause>> GetPausesAsync(CancellationToken cancellationToken = default)
    {
        var answer = await CallAsync(
            new GatewayCall(HttpMethod.Get, "api/v1/pauses"), ClientJson.Default.PausesModel, cancellationToken);
        return [.. answer.Pauses.Select(pause => new Pause(pause.Priority, pause.Type))];
    }

    private static byte[] Body(Pause pause) => JsonSerializer.SerializeToUtf8Bytes(
        new PauseModel(pause.Priority, pause.Type), ClientJson.Default.PauseModel);
}
