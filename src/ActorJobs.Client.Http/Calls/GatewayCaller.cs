using System.Net.Http.Headers;
using Polly;
using Polly.Retry;

namespace ActorJobs.Client.Http.Calls;

/// <summary>
/// Sends calls, again and again until one is answered or the time of the call is over: with exponential pauses and
/// jitter, or the pause that the gateway asks for.
/// </summary>
internal sealed class GatewayCaller
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private static readonly ResiliencePropertyKey<CallRun> Run = new("run");

    private readonly HttpClient _http;
    private readonly GatewayClientOptions _options;
    private readonly ResiliencePipeline<Attempt> _pipeline;

    public GatewayCaller(HttpClient http, GatewayClientOptions options)
    {
        (_http, _options) = (http, options);
        _pipeline = new ResiliencePipelineBuilder<Attempt> { TimeProvider = options.Time }
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = int.MaxValue, // the time of the call is its bound
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstPause,
                MaxDelay = LongestPause,
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?.Answer?.RetryAfter),
                ShouldHandle = args => ValueTask.FromResult(MayRepeat(args.Context, args.Outcome.Result)),
            })
            .Build();
    }

    /// <summary>Sends a call.</summary>
    /// <returns>2xx, or a refusal that the call expects.</returns>
    /// <exception cref="ActorJobsException">See <see cref="Refusals"/>.</exception>
    public async Task<GatewayAnswer> SendAsync(GatewayCall call, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.Timeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var run = new CallRun(call, _options.Time.GetTimestamp());
        var context = ResilienceContextPool.Shared.Get(either.Token);
        context.Properties.Set(Run, run);
        try
        {
            await _pipeline.ExecuteAsync(async context => await TryAsync(run, context.CancellationToken), context);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time of the call was over; what was last seen says why.
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
        var answer = run.Last?.Answer;
        return answer is not null && (answer.IsSuccess || call.Expected.Contains(answer.Status))
            ? answer with { IsRepeated = run.IsUnsure }
            : throw Refusals.Of(call, run.Last, run.IsUnsure || run.Last is not { IsUndone: true }, _options);
    }

    /// <summary>Opens an answer that has no end.</summary>
    public async Task<HttpResponseMessage> OpenAsync(GatewayCall call, CancellationToken cancellationToken) =>
        (await SendAsync(call with { Streams = true }, cancellationToken)).Stream!;

    private bool MayRepeat(ResilienceContext context, Attempt? attempt)
    {
        var run = context.Properties.GetValue(Run, null!);
        return attempt is { IsTransient: true } && !run.Call.Expected.Contains(attempt.Answer?.Status ?? default)
            && (run.Call.Repeats == Repeats.Always || attempt.IsUndone)
            && (attempt.Answer?.RetryAfter ?? TimeSpan.Zero) < Left(run);
    }

    private TimeSpan Left(CallRun run) => _options.Timeout - _options.Time.GetElapsedTime(run.Start);

    private async Task<Attempt> TryAsync(CallRun run, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.AttemptTimeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var request = ToRequest(run.Call);
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (run.Call.Streams && response.IsSuccessStatusCode)
            {
                return run.Add(new Attempt(
                    new GatewayAnswer(response.StatusCode, [], null) { Stream = response }, null));
            }
            using var read = response;
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return run.Add(new Attempt(
                new GatewayAnswer(response.StatusCode, body, Pause(response.Headers.RetryAfter)), null));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            var attempt = new Attempt(null, fault);
            if (cancellationToken.IsCancellationRequested)
            {
                run.Cut(attempt);
                cancellationToken.ThrowIfCancellationRequested();
            }
            return run.Add(attempt);
        }
    }

    /// <summary>The call as a request of its own.</summary>
    private HttpRequestMessage ToRequest(GatewayCall call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(_options.Url, call.Path));
        if (_options.ApiKey is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        if (call.Body is { } body)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(call.BodyType);
        }
        return request;
    }

    private TimeSpan? Pause(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? Positive(date - _options.Time.GetUtcNow()) : null);

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    /// <summary>A call on its way.</summary>
    private sealed class CallRun(GatewayCall call, long start)
    {
        public GatewayCall Call => call;

        public long Start => start;

        public Attempt? Last { get; private set; }

        /// <summary>True when an attempt before the last may have been carried out.</summary>
        public bool IsUnsure { get; private set; }

        /// <summary>
        /// Notes an attempt that was cut short by the end of the call: what an earlier one saw says more than it.
        /// </summary>
        public void Cut(Attempt attempt)
        {
            IsUnsure = true;
            Last ??= attempt;
        }

        public Attempt Add(Attempt attempt)
        {
            IsUnsure |= Last is { IsUndone: false };
            return Last = attempt;
        }
    }
}
