using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ActorJobs.Node.Tests.StoreFailures;

/// <summary>
/// Callers that enqueue without end, whatever happens to the store, and remember what they were answered. Each job is
/// sent once and tagged with its number, so that the store shows what became of those that were refused.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    /// <summary>Shell words by which a command notes durably, in the file that is its argument, that it ran.</summary>
    public const string Note = "echo $ACTORJOBS_JOB_ID $ACTORJOBS_ATTEMPT >> \"$0\"";

    private const int Singles = 3;
    private const int BatchSize = 20;
    private const int CommandEvery = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentBag<string> _accepted = [];
    private readonly ConcurrentBag<string> _other = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly NodeApi _api;
    private readonly string _file;
    private readonly Task _callers;
    private long _slowestTicks;
    private int _sent;
    private int _refused;

    public Load(NodeProcess node)
    {
        _api = node.Api;
        _file = FileOf(node);
        _callers = Task.WhenAll([.. Enumerable.Range(0, Singles).Select(_ => CallAsync(1)), CallAsync(BatchSize)]);
    }

    /// <summary>Ids that the node said are durable.</summary>
    public IReadOnlyCollection<string> Accepted => _accepted;

    /// <summary>Requests sent.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Answers 503 and 429 that say when to come back.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Answers that no caller should ever get.</summary>
    public IReadOnlyCollection<string> Other => _other;

    public TimeSpan Slowest => TimeSpan.FromTicks(Volatile.Read(ref _slowestTicks));

    /// <summary>Where the commands note what ran.</summary>
    public static string FileOf(NodeProcess node) => Path.Combine(node.Folder.FullName, "runs");

    public Task UntilAcceptedAsync(int more)
    {
        var enough = _accepted.Count + more;
        return Eventually.GetAsync(() => _accepted.Count, count => count >= enough, $"{enough} jobs are accepted");
    }

    public Task UntilRefusedAsync(int more)
    {
        var enough = Refused + more;
        return Eventually.GetAsync(() => Refused, count => count >= enough, $"{enough} requests are refused");
    }

    /// <summary>Waits for the answers to what is under way.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _callers;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task CallAsync(int size)
    {
        await Task.Yield();
        while (!_stop.IsCancellationRequested)
        {
            var first = Interlocked.Add(ref _sent, size) - size;
            var jobs = Enumerable.Range(first, size).Select(Job).ToArray();
            var start = Stopwatch.GetTimestamp();
            try
            {
                using var answer = size == 1
                    ? await _api.Http.PostAsJsonAsync("/api/v1/jobs", jobs[0], Json)
                    : await _api.Http.PostAsync("/api/v1/jobs/batch", Lines(jobs));
                var text = await answer.Content.ReadAsStringAsync();
                Remember(answer, text, Stopwatch.GetElapsedTime(start));
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
            {
                _other.Add(fault.Message);
            }
            await Task.Delay(Pause);
        }
    }

    private void Remember(HttpResponseMessage answer, string text, TimeSpan time)
    {
        lock (_stop)
        {
            _slowestTicks = Math.Max(_slowestTicks, time.Ticks);
        }
        var refused = answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests;
        if (refused && answer.Headers.RetryAfter is not null)
        {
            Interlocked.Increment(ref _refused);
        }
        else if (answer.StatusCode != HttpStatusCode.Accepted)
        {
            _other.Add($"{(int)answer.StatusCode} {text}");
            return;
        }
        var body = JsonSerializer.Deserialize<JsonElement>(text);
        if (body.TryGetProperty("id", out var id))
        {
            _accepted.Add(id.GetString()!);
        }
        else if (body.TryGetProperty("ids", out var ids))
        {
            // A batch that was refused names the jobs that are durable all the same.
            foreach (var one in ids.EnumerateArray())
            {
                _accepted.Add(one.GetString()!);
            }
        }
    }

    private static StringContent Lines(object[] jobs) => new(
        string.Join('\n', jobs.Select(job => JsonSerializer.Serialize(job, Json))), Encoding.UTF8,
        "application/x-ndjson");

    private object Job(int n)
    {
        string[] tags = [$"r{n}"];
        return (n % CommandEvery) switch
        {
            0 => new
            {
                type = "exec",
                payload = new { command = "sh", args = new[] { "-c", Note, _file } },
                tags,
            },
            1 or 2 => new { type = "sleep", payload = new { ms = 5 + (n * 7 % 100) }, tags },
            _ => (object)new { type = "echo", payload = new { n }, tags },
        };
    }
}
