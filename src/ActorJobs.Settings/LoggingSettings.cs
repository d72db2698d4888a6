namespace ActorJobs.Settings;

/// <summary>What is logged, and how.</summary>
/// <param name="Level"><c>LOG_LEVEL</c>: trace, debug, info, warn, error; default info.</param>
/// <param name="Format"><c>LOG_FORMAT</c>: text or json; default text.</param>
public sealed record LoggingSettings(LogSeverity Level, LogFormat Format);
