using System.Collections.Concurrent;
using System.Net;
using ActorJobs.Operations.Tests.Otlp.Forms;
using Google.Protobuf;

namespace ActorJobs.Operations.Tests.Otlp;

/// <summary>A span as it was received.</summary>
internal sealed record SpanSeen(
    string Process, string Scope, string Name, string Trace, string Id, string Parent, (string Trace, string Id)[] Links,
    string? Job);

/// <summary>Receives OTLP over HTTP with protobuf, as a collector does, and keeps the spans and which other signals came.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<SpanSeen> _spans = new();
    private readonly ConcurrentDictionary<string, int> _requests = new();
    private readonly Task _serving;

    public OtlpReceiver()
    {
        Url = $"http://127.0.0.1:{FreePort.Find()}";
        _listener.Prefixes.Add($"{Url}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    public SpanSeen[] Spans => [.. _spans];

    /// <summary>How many requests came for a signal: <c>traces</c>, <c>metrics</c> or <c>logs</c>.</summary>
    public int Requests(string signal) => _requests.GetValueOrDefault($"/v1/{signal}");

    /// <summary>What tells a node of it.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "200"), ("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
    ];

    public void Dispose()
    {
        _listener.Close();
        _serving.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            var context = await _listener.GetContextAsync();
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var path = context.Request.Url!.AbsolutePath;
            _requests.AddOrUpdate(path, 1, (_, count) => count + 1);
            if (path == "/v1/traces")
            {
                Keep(TraceRequest.Parser.ParseFrom(body.ToArray()));
            }
            context.Response.ContentType = "application/x-protobuf";
            context.Response.Close();
        }
    }

    private void Keep(TraceRequest request)
    {
        foreach (var resource in request.ResourceSpans)
        {
            var process = Text(resource.Resource.Attributes, "service.instance.id") ?? "";
            foreach (var (scope, span) in resource.ScopeSpans.SelectMany(scope => scope.Spans, (scope, span) => (scope.Scope.Name, span)))
            {
                _spans.Enqueue(new SpanSeen(
                    process, scope, span.Name, Hex(span.TraceId), Hex(span.SpanId), Hex(span.ParentSpanId),
                    [.. span.Links.Select(link => (Hex(link.TraceId), Hex(link.SpanId)))],
                    Text(span.Attributes, "messaging.message.id")));
            }
        }
    }

    private static string? Text(IEnumerable<Forms.Attribute> attributes, string key) =>
        attributes.FirstOrDefault(attribute => attribute.Key == key)?.Value.StringValue;

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
