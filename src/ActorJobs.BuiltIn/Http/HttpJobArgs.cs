using System.Text.Json;

namespace ActorJobs.BuiltIn.Http;

/// <summary>Payload of an <c>http</c> job, before it is checked.</summary>
internal sealed record HttpJobArgs
{
    public string? Url { get; init; }

    public string? Method { get; init; }

    public Dictionary<string, string>? Headers { get; init; }

    public JsonElement? Body { get; init; }

    public string? Timeout { get; init; }
}
