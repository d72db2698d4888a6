using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace ActorJobs.Client.Http.Tests;

/// <summary>Answers of a gateway one after the other, by a clock that a test drives; the last is repeated.</summary>
internal sealed class ScriptedGateway : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, HttpResponseMessage>> _script = new();
    private readonly SemaphoreSlim _arrivals = new(0);
    private Func<HttpRequestMessage, HttpResponseMessage>? _last;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 1, 31, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Bodies in the order in which they came.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    public int Calls => Bodies.Count;

    public ActorJobsHttpClient Client(Func<GatewayClientOptions, GatewayClientOptions>? change = null)
    {
        var options = new GatewayClientOptions { Url = new Uri("http://gateway.test/base"), Time = Time };
        return new ActorJobsHttpClient(new HttpClient(this), change?.Invoke(options) ?? options);
    }

    public ScriptedGateway Answers(HttpStatusCode status, string body, string? retryAfter = null) => Does(_ =>
    {
        var response = new HttpResponseMessage(status)
        {
            Content = new StringContent(body, Encoding.UTF8, (int)status < 300 ? "application/json" : "application/problem+json"),
        };
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }
        return response;
    });

    public ScriptedGateway Refuses(HttpStatusCode status, string detail, string? retryAfter = null) =>
        Answers(status, $$"""{"status":{{(int)status}},"detail":"{{detail}}"}""", retryAfter);

    /// <summary>Takes a group and answers each of its jobs.</summary>
    public ScriptedGateway Takes() => Does(request =>
    {
        var body = request.Content!.ReadAsStringAsync().GetAwaiter().GetResult();
        var ids = System.Text.Json.JsonDocument.Parse(body).RootElement.EnumerateArray()
            .Select(job => $$"""{"id":"{{job.GetProperty("id").GetString()}}","state":"ready","duplicate":false}""");
        return new HttpResponseMessage(HttpStatusCode.Accepted)
        {
            Content = new StringContent($$"""{"jobs":[{{string.Join(',', ids)}}]}"""),
        };
    });

    public ScriptedGateway Breaks(Exception fault) => Does(_ => throw fault);

    public ScriptedGateway Does(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    /// <summary>Moves the clock in small steps until so many calls have come, or the task has ended.</summary>
    public async Task PassTimeAsync(Task task, TimeSpan atMost)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var passed = TimeSpan.Zero; passed < atMost && !task.IsCompleted; passed += step)
        {
            Time.Advance(step);
            // Timers of the clock run their continuations on the pool: let them.
            for (var turn = 0; turn < 20; turn++)
            {
                await Task.Yield();
            }
            await Task.Delay(1);
        }
    }

    /// <summary>Waits until the next call has come.</summary>
    public async Task ArrivalAsync() => (await _arrivals.WaitAsync(TimeSpan.FromMinutes(2))).ShouldBeTrue();

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Bodies.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery} "
            + (request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        _last = _script.TryDequeue(out var next) ? next : _last;
        _arrivals.Release();
        return _last!(request);
    }
}
