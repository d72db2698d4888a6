using System.Collections.Immutable;

namespace ActorJobs.BuiltIn;

/// <summary>What the <c>exec</c> type may run.</summary>
/// <param name="AllowedCommands">
/// Setting <c>EXEC_JOB_COMMANDS</c>; empty switches the type off. A job must name its command exactly as it stands
/// here: an absolute path, or a bare name that is looked up in the node's PATH. Arguments are the job's own, so
/// allowing a shell allows everything. Commands run in the node's working directory.
/// </param>
public sealed record ExecJobOptions(ImmutableArray<string> AllowedCommands);
