namespace ActorJobs.Settings;

/// <summary>What a caller of the gateway may do.</summary>
public enum ApiScope
{
    /// <summary>Look.</summary>
    Read,

    /// <summary>Enqueue, and look at a job whose id one knows.</summary>
    Enqueue,

    /// <summary>Everything.</summary>
    Admin,
}
