using System.Globalization;
using ActorJobs.Handlers;
using ActorJobs.Rules;

namespace ActorJobs.BuiltIn.Http;

/// <summary>Runs <c>http</c> jobs over one pool of connections. Thread-safe.</summary>
internal sealed class HttpJob(HttpClient client, HttpJobOptions options, TimeProvider clock)
{
    private const int MaxRedirects = 5;

    /// <summary>A client that leaves redirects and time-outs to this class; lives as long as the process.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task RunAsync(HttpJobArgs args, IJobContext context, CancellationToken cancellationToken)
    {
        var call = HttpCall.From(args);
        using var expiry = call.Timeout is { } timeout ? new CancellationTokenSource(timeout, clock) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expiry.Token);
        try
        {
            context.SetResult(await CallAsync(call, context, either.Token));
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new JobErrorException(ErrorClass.Recoverable,
                $"{call.Method} {Origin(call.Url)} did not complete within {DurationText.Format(call.Timeout!.Value)}.");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new JobErrorException(ErrorClass.Recoverable,
                $"{call.Method} {Origin(call.Url)} failed: {fault.Message}", inner: fault);
        }
    }

    private async Task<HttpJobResult> CallAsync(HttpCall call, IJobContext context, CancellationToken cancellationToken)
    {
        for (var hops = 0; ; hops++)
        {
            RequireAllowed(call.Url);
            using var request = Request(call, context);
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (HttpRedirect.TargetOf(response, call.Url) is { } target)
            {
                call = hops < MaxRedirects
                    ? HttpRedirect.Follow(call, target, response.StatusCode)
                    : throw new JobErrorException(ErrorClass.Permanent,
                        $"{Origin(call.Url)} redirected more than {MaxRedirects} times.");
                continue;
            }
            HttpAnswer.ThrowUnlessSuccess(call, response, clock.GetUtcNow());
            return await HttpAnswer.ReadAsync(response, cancellationToken);
        }
    }

    /// <summary>Scheme, host and port: all of a URL that may be shown, as path and query can hold secrets.</summary>
    internal static string Origin(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private void RequireAllowed(Uri url)
    {
        if (!options.AllowedHosts.Any(host => host.Allows(url)))
        {
            throw new JobErrorException(ErrorClass.Permanent,
                $"Host '{url.Authority}' is not allowed for http jobs; add it to HTTP_JOB_HOSTS.");
        }
    }

    private static HttpRequestMessage Request(HttpCall call, IJobContext context)
    {
        var request = new HttpRequestMessage(call.Method, call.Url) { Content = HttpBody.From(call.Body) };
        foreach (var (name, value) in call.Headers)
        {
            // A header that describes the body belongs to the content, the rest to the request.
            if (!request.Headers.TryAddWithoutValidation(name, value) && request.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }
        request.Headers.Add(HeaderRule.OwnPrefix + "Job-Id", context.Id.ToString());
        request.Headers.Add(HeaderRule.OwnPrefix + "Attempt", context.Attempt.ToString(CultureInfo.InvariantCulture));
        return request;
    }
}
