namespace ActorJobs.Gateway.Access;

/// <summary>What a caller may do. A call names the scopes of which one is enough; an admin holds all.</summary>
[Flags]
public enum GatewayScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>read</c>: every GET, metrics and the API document included.</summary>
    Read = 1,

    /// <summary><c>enqueue</c>: add jobs, and look at a job whose id one knows; nothing else.</summary>
    Enqueue = 2,

    /// <summary><c>admin</c>: everything, as change and delete jobs, pause and resume.</summary>
    Admin = 4,

    /// <summary>What an admin key holds.</summary>
    All = Read | Enqueue | Admin,
}
