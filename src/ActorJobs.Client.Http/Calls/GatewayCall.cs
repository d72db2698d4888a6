using System.Net;

namespace ActorJobs.Client.Http.Calls;

/// <summary>When a call may be sent again.</summary>
internal enum Repeats
{
    /// <summary>Whatever became of it: doing it twice is as doing it once.</summary>
    Always,

    /// <summary>Only when it was surely not carried out.</summary>
    OnlyIfUndone,
}

/// <summary>A call of the gateway.</summary>
/// <param name="Method">Method of HTTP.</param>
/// <param name="Path">Below the gateway's address, without a slash in front; escaped.</param>
internal sealed record GatewayCall(HttpMethod Method, string Path)
{
    /// <summary>The body; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Type of the body.</summary>
    public string BodyType { get; init; } = "application/json";

    /// <summary>When it may be sent again.</summary>
    public Repeats Repeats { get; init; } = Repeats.Always;

    /// <summary>Refusals that are answers to the caller, and not exceptions.</summary>
    public HttpStatusCode[] Expected { get; init; } = [];

    /// <summary>True for a call whose answer has no end and is read as it comes.</summary>
    public bool Streams { get; init; }

    /// <summary>True for a call that enqueues: its faults are those of jobs.</summary>
    public bool Enqueues { get; init; }
}

/// <summary>What a gateway answered.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Body">The body, whole.</param>
/// <param name="RetryAfter">When to come back; null when it does not say.</param>
internal sealed record GatewayAnswer(HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter)
{
    /// <summary>True for 2xx.</summary>
    public bool IsSuccess => (int)Status is >= 200 and <= 299;

    /// <summary>The answer of a call that streams; whoever asked disposes of it.</summary>
    public HttpResponseMessage? Stream { get; init; }

    /// <summary>
    /// True when an earlier attempt of the same call got no answer and may have been carried out.
    /// </summary>
    public bool IsRepeated { get; init; }
}
