namespace ActorJobs.Settings;

/// <summary>Which program reads the settings: what it may do, and which settings are its own.</summary>
public enum NodeKind
{
    /// <summary>The all-in-one node: every mode, thin when nothing is set.</summary>
    AllInOne,

    /// <summary>A user's own host: every mode.</summary>
    Host,

    /// <summary>The worker alone: default, specialized or job-specialized; no gateway, no scheduler.</summary>
    Worker,

    /// <summary>The scheduler alone.</summary>
    Scheduler,

    /// <summary>The gateway alone.</summary>
    Gateway,
}
