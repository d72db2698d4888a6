namespace ActorJobs.Testing;

/// <summary>Where the process is lost in an attempt that is made to crash.</summary>
public enum CrashPoint
{
    /// <summary>The handler has not begun.</summary>
    BeforeHandler,

    /// <summary>
    /// The handler has done its work, but nothing of its outcome is durable: its work happens twice, its children do not
    /// exist.
    /// </summary>
    AfterHandler,
}
