using ActorJobs.Gateway.Access;

namespace ActorJobs.Gateway;

/// <summary>
/// What the gateway is told at start. <see cref="GatewayGuard.Check"/> names everything that is wrong with it.
/// </summary>
public sealed record GatewayOptions
{
    /// <summary>Where the gateway listens when nothing is said.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>
    /// Addresses to listen on, as <c>http://host:port</c> (setting GATEWAY_URL). They replace ASPNETCORE_URLS.
    /// </summary>
    /// <value>One: <see cref="DefaultUrl"/>. Without keys all must be loopback addresses.</value>
    public IReadOnlyList<string> Urls { get; init; } = [DefaultUrl];

    /// <summary>
    /// Keys of callers (setting API_KEYS): comma-separated <c>scope:key</c>, where scope is <c>read</c>, <c>enqueue</c>
    /// or
    /// <c>admin</c>, or several joined by <c>+</c>; a key without a scope is an admin key. See <see
    /// cref="GatewayScopes"/>.
    /// </summary>
    /// <value>Null or empty: no keys.</value>
    public string? ApiKeys { get; init; }

    /// <summary>
    /// Secret of HS256 tokens (setting JWT_SECRET), at least 32 bytes of UTF-8. A token must carry <c>exp</c> and a
    /// <c>scope</c> claim: words of <see cref="GatewayScopes"/> separated by spaces.
    /// </summary>
    /// <value>Null or empty: no tokens are accepted.</value>
    public string? JwtSecret { get; init; }

    /// <summary>
    /// Largest payload of a job, in bytes of JSON; the smaller of this and the cluster's own limit holds.
    /// </summary>
    /// <value>256 KiB; at least 1. A whole request may be 64 KiB larger, except batches, which have no limit.</value>
    public int MaxPayloadBytes { get; init; } = JobLimits.DefaultMaxPayloadBytes;

    /// <summary>Most connections open at a time.</summary>
    /// <value>Null: no limit of its own.</value>
    public long? MaxConcurrentConnections { get; init; }

    /// <summary>
    /// Finds this process in the cluster, for <c>/health/ready</c>; it may answer null while it has not joined, which
    /// counts as not ready.
    /// </summary>
    /// <value>Null: this process is no member, and readiness does not ask for one.</value>
    public Func<IServiceProvider, NodeId?>? Self { get; init; }

    /// <summary>
    /// Whether <c>/health/ready</c> asks for the queue reader too: in a process that runs jobs. One that only takes jobs in is ready
    /// without, so that they are taken in while every worker is away.
    /// </summary>
    /// <value>False.</value>
    public bool NeedsReader { get; init; }

    /// <summary>
    /// Only health and metrics are served, which change nothing and show no job: without keys everybody may ask.
    /// </summary>
    /// <value>False.</value>
    public bool IsHealthOnly { get; init; }

    /// <summary>True when callers must show a key or a token.</summary>
    public bool RequiresKey => !string.IsNullOrWhiteSpace(ApiKeys) || !string.IsNullOrEmpty(JwtSecret);
}
