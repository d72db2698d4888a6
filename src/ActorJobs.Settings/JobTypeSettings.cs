using System.Collections.Immutable;
using ActorJobs.Rules;

namespace ActorJobs.Settings;

/// <summary>Which job types this process brings along.</summary>
/// <param name="SampleJobs"><c>SAMPLE_JOBS</c>: registers the sample types; default true in thin, else false.</param>
/// <param name="HttpHosts"><c>HTTP_JOB_HOSTS</c>: hosts the <c>http</c> type may call; empty (the default) switches the
/// type off.</param>
/// <param name="ExecCommands"><c>EXEC_JOB_COMMANDS</c>: commands the <c>exec</c> type may run, absolute paths or bare
/// names; empty (the default) switches the type off.</param>
public sealed record JobTypeSettings(
    bool SampleJobs, ImmutableArray<HostPattern> HttpHosts, ImmutableArray<string> ExecCommands)
{
    /// <summary><c>HANDLERS_PATH</c>: folder of published class libraries whose handlers the stock node runs; null for none.</summary>
    public string? HandlersPath { get; init; }
}
