using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ActorJobs.Client;
using ActorJobs.Operations;
using ActorJobs.Schedules;
using ActorJobs.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ActorJobs.Gateway.Tests.Fakes;

/// <summary>A gateway on a real port of this machine over fakes, and a client for it.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    public const int MaxPayloadBytes = 1024;

    private readonly WebApplication _app;

    private GatewayHost(GatewayOptions options)
    {
        Client = new FakeClient(Defaults, Time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Time).AddSingleton(Defaults).AddSingleton<IJobClient>(Client)
            .AddSingleton<IJobStore>(Store).AddSingleton<IJobQueries>(Store).AddSingleton<IJobOperations>(Operations)
            .AddSingleton<IClusterStatus>(Cluster).AddSingleton<IJobEvents>(Cluster).AddSingleton<IJobSchedules>(Schedules)
            .AddActorJobsGateway(options);
        _app = builder.Build();
        _app.MapActorJobsGateway();
    }

    public static JobDefaults Defaults { get; } = JobDefaults.Standard with { MaxPayloadBytes = MaxPayloadBytes };

    public FakeTimeProvider Time { get; } = new(Any.Now);

    public FakeClient Client { get; }

    public FakeStore Store { get; } = new();

    public FakeOperations Operations { get; } = new();

    public FakeCluster Cluster { get; } = new();

    public FakeSchedules Schedules { get; } = new();

    public HttpClient Http { get; } = new();

    public IServiceProvider Services => _app.Services;

    public static async Task<GatewayHost> StartAsync(Func<GatewayOptions, GatewayOptions>? change = null)
    {
        var options = new GatewayOptions { Urls = ["http://127.0.0.1:0"] };
        var host = new GatewayHost(change?.Invoke(options) ?? options);
        await host._app.StartAsync();
        host.Http.BaseAddress = new Uri(host._app.Urls.First());
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Stops as the process would on SIGTERM.</summary>
    public Task StopAsync() => _app.StopAsync();

    public Task<Answer> GetAsync(string path, string? key = null) => SendAsync("GET", path, key: key);

    public Task<Answer> PostAsync(string path, string? body, string? type = "application/json", string? key = null) =>
        SendAsync("POST", path, body is null ? null : Encoding.UTF8.GetBytes(body), type, key);

    public async Task<Answer> SendAsync(
        string method, string path, byte[]? body = null, string? type = null, string? key = null,
        Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        }
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        change?.Invoke(request);
        using var response = await Http.SendAsync(request);
        return new Answer(response, await response.Content.ReadAsStringAsync());
    }
}

/// <summary>A response that was read whole.</summary>
internal sealed record Answer(HttpResponseMessage Response, string Text)
{
    public int Status => (int)Response.StatusCode;

    public string? MediaType => Response.Content.Headers.ContentType?.MediaType;

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Detail => Json.GetProperty("detail").GetString();

    public string[] Errors => [.. Json.GetProperty("errors").EnumerateArray().Select(error => error.GetString()!)];
}
