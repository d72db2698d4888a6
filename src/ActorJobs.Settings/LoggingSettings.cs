namespace ActorJobs.Settings;

/// <summary>What is logged, and how.</summary>
/// <param name="Level"><c>LOG_LEVEL</c>: trace, debug, info, warn, error; default info.</param>
/// <param name="Format"><c>LOG_FORMAT</c>: text or json; default text.</param>
public sealed record LoggingSettings(LogSeverity Level, LogFormat Format)
{
    /// <summary>
    /// Lines written while a handler runs carry its job as a scope. A host whose own logging writes scopes sets it; it costs a few
    /// hundred bytes for each job.
    /// </summary>
    /// <value>True with <see cref="LogFormat.Json"/>.</value>
    public bool JobScopes { get; init; } = Format == LogFormat.Json;
}
