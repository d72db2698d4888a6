using ActorJobs.Payloads;

namespace ActorJobs.Client.Http;

/// <summary>How a program reaches a gateway.</summary>
public sealed record GatewayClientOptions
{
    /// <summary>
    /// Address of a gateway, or of a load balancer before several: <c>http</c> or <c>https</c>, with a path if the
    /// gateway stands under one.
    /// </summary>
    public required Uri Url { get; init; }

    /// <summary>One of the gateway's API_KEYS, or a token of its JWT_SECRET.</summary>
    /// <value>Null: none is sent, which is enough on the gateway's own machine when it has no keys.</value>
    public string? ApiKey { get; init; }

    /// <summary>Longest time of a call, with its repetitions: after it the call has failed.</summary>
    /// <value>30 s; from 1 s to 10 min.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a gateway may take to answer before the call is sent again; jobs are sent again under the same ids.
    /// </summary>
    /// <value>10 s; from 100 ms. Never longer than what is left of <see cref="Timeout"/>.</value>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Retries and time-out of jobs that set none, and the largest payload that is sent.</summary>
    /// <value>Null: the cluster's, and 256 KiB.</value>
    public JobDefaults? Defaults { get; init; }

    /// <summary>Encrypts payloads before they leave the program, as <c>AesGcmPayloads</c> of
    /// ActorJobs.Encryption.</summary>
    /// <value>Payloads stay in plain, unless the node has a key.</value>
    public IPayloadProtector Protector { get; init; } = PlainPayloads.Instance;

    /// <summary>Clock of time-outs, pauses and ids.</summary>
    /// <value>The machine's.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The options without the key.</summary>
    public override string ToString() => $"{nameof(GatewayClientOptions)} {{ {nameof(Url)} = {Url} }}";
}
