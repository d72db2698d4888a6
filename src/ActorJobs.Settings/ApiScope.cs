namespace ActorJobs.Settings;

/// <summary>What a caller of the gateway may do; each includes those before it.</summary>
public enum ApiScope
{
    /// <summary>Look.</summary>
    Read,

    /// <summary>Look and enqueue.</summary>
    Enqueue,

    /// <summary>Everything.</summary>
    Admin,
}
