namespace ActorJobs.Settings;

/// <summary>The least severe log line that is written: values of <c>LOG_LEVEL</c>.</summary>
public enum LogSeverity
{
    /// <summary>Everything.</summary>
    Trace,

    /// <summary>Each job with timing, error and recovery attempt.</summary>
    Debug,

    /// <summary>What an operator wants to read. The default.</summary>
    Info,

    /// <summary>Retries and what may need a look.</summary>
    Warn,

    /// <summary>Jobs given up and faults of the node.</summary>
    Error,
}
