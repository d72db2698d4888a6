using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ActorJobs.Cluster.Tests.Driving;

/// <summary>
/// A caller that enqueues a few jobs at a time without end, by whichever gateway runs, and remembers what it was
/// answered. What got no answer is not sent again.
/// </summary>
internal sealed class Flow : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentQueue<string> _accepted = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly NodeCluster _cluster;
    private readonly Func<int, object> _job;
    private readonly int _batch;
    private readonly TimeSpan _pause;
    private readonly Task _caller;

    /// <param name="cluster">Where to.</param>
    /// <param name="batch">Jobs of one request.</param>
    /// <param name="pause">Between requests.</param>
    /// <param name="job">Makes a job of its number.</param>
    public Flow(NodeCluster cluster, int batch, TimeSpan pause, Func<int, object> job)
    {
        (_cluster, _batch, _pause, _job) = (cluster, batch, pause, job);
        _caller = CallAsync();
    }

    /// <summary>Ids of the jobs that a gateway said are durable, in order of their requests.</summary>
    public IReadOnlyCollection<string> Accepted => _accepted;

    /// <summary>Requests that were refused for now, or whose connection broke.</summary>
    public int Unanswered { get; private set; }

    public Task UntilAcceptedAsync(int count) => Eventually.GetAsync(
        () => _accepted.Count, accepted => accepted >= count || _caller.IsFaulted, $"{count} jobs are accepted");

    /// <summary>Waits for the answer to what is under way.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _caller;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _caller.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task CallAsync()
    {
        await Task.Yield();
        for (var sent = 0; !_stop.IsCancellationRequested; sent += _batch)
        {
            try
            {
                await SendAsync(Enumerable.Range(sent, _batch).Select(_job));
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException
                or InvalidOperationException { Source: "System.Linq" })
            {
                Unanswered++; // A gateway that was killed, or none that runs.
            }
            await Task.Delay(_pause);
        }
    }

    private async Task SendAsync(IEnumerable<object> jobs)
    {
        var lines = string.Join('\n', jobs.Select(job => JsonSerializer.Serialize(job, Json)));
        using var content = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
        using var answer = await _cluster.Api.Http.PostAsync("/api/v1/jobs/batch", content);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
        {
            Unanswered++;
        }
        else
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, text);
        }
        // A batch that was refused names the jobs that are durable all the same.
        if (JsonSerializer.Deserialize<JsonElement>(text).TryGetProperty("ids", out var ids))
        {
            foreach (var id in ids.EnumerateArray())
            {
                _accepted.Enqueue(id.GetString()!);
            }
        }
    }
}
