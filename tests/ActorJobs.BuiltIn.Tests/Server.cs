using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorJobs.BuiltIn.Tests;

/// <summary>
/// A real server on a free port of 127.0.0.1 that answers as its path says and remembers what it was asked.
/// </summary>
public sealed class Server : IAsyncLifetime
{
    private WebApplication? _app;

    public ConcurrentQueue<Request> Requests { get; } = new();

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public string Host => Url.Authority;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Use(RememberAsync);
        _app.Map("/status/{code:int}", (int code) => Results.StatusCode(code));
        _app.Map("/retry/{code:int}/{after}", (int code, string after, HttpContext http) => Answer(http, code, "Retry-After", after));
        _app.Map("/redirect/{code:int}", (int code, string to, HttpContext http) => Answer(http, code, "Location", to));
        _app.Map("/loop", (HttpContext http) => Answer(http, 302, "Location", "/loop"));
        _app.Map("/echo", (HttpContext http) => Results.Text("you said " + Requests.Last().Body));
        _app.Map("/big", () => Results.Text(new string('é', 100_000)));
        _app.Map("/binary", () => Results.Bytes(new byte[70_000], "application/octet-stream"));
        _app.Map("/hang", (HttpContext http) => Task.Delay(Timeout.Infinite, http.RequestAborted));
        _app.Map("/break", (HttpContext http) => http.Abort());
        await _app.StartAsync();
        Url = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync() => await _app!.DisposeAsync();

    private async Task RememberAsync(HttpContext http, RequestDelegate next)
    {
        using var reader = new StreamReader(http.Request.Body);
        var headers = http.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Requests.Enqueue(new Request(http.Request.Method, http.Request.Path, headers, await reader.ReadToEndAsync()));
        await next(http);
    }

    private static IResult Answer(HttpContext http, int code, string header, string value)
    {
        http.Response.Headers[header] = value;
        return Results.StatusCode(code);
    }

    public sealed record Request(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
}
