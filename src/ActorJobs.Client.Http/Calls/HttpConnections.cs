namespace ActorJobs.Client.Http.Calls;

/// <summary>The connections below the client.</summary>
internal static class HttpConnections
{
    /// <summary>Name of the HTTP client in a program's services.</summary>
    public const string Name = "ActorJobs";

    // Long enough to share connections, short enough to follow a load balancer whose address changes.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = Lifetime,
    };
}
