using ActorJobs.Hosting;
using ActorJobs.Settings;
using Microsoft.AspNetCore.Http;

namespace ActorJobs.Nodes;

/// <summary>
/// Answers at the node's address while it waits for its store: that it is alive, so that no supervisor ends it for
/// waiting, and to all else that it is not ready.
/// </summary>
internal sealed partial class WaitingRoom(NodeSettings settings, ILogger<WaitingRoom> logger) : IStoreWait
{
    private const string RetryAfterSeconds = "5";
    private readonly ILogger _logger = logger;
    private WebApplication? _app;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if ((settings.Gateway.Listen ?? settings.Observation.HealthListen) is not { } address)
        {
            return;
        }
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>(); // they are the node's
        _app = builder.Build();
        _app.Urls.Add(address.Text);
        _app.Run(AnswerAsync);
        await _app.StartAsync(cancellationToken);
        LogWaits(address.Text);
    }

    public async Task EndAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
            _app = null;
        }
    }

    private static Task AnswerAsync(HttpContext context)
    {
        var (status, type, text) = context.Request.Path.Value switch
        {
            "/health/live" => (StatusCodes.Status200OK, "application/json", """{"status":"live"}"""),
            "/health/ready" => (StatusCodes.Status503ServiceUnavailable, "application/json",
                """{"status":"notReady","checks":[{"name":"store","status":"failing","reason":"The store cannot be opened yet."}]}"""),
            _ => (StatusCodes.Status503ServiceUnavailable, "application/problem+json",
                """{"title":"Service Unavailable","status":503,"detail":"This node waits for its store; nothing was done."}"""),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }
        return context.Response.WriteAsync(text);
    }

    [LoggerMessage(1713, LogLevel.Information, "While this node waits, {Address}/health/live answers that it is alive")]
    private partial void LogWaits(string address);

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
