using System.Globalization;
using ActorJobs.Handlers;

namespace ActorJobs.BuiltIn.Exec;

/// <summary>
/// The environment of a command: a named few of the node's variables (never its settings, which hold secrets), the
/// job's own, and ours.
/// </summary>
internal static class ExecEnvironment
{
    /// <summary>Holds a value unique to one attempt on one node, by which stray descendants are found.</summary>
    public const string RunMark = "ACTORJOBS_RUN";

    private static readonly string[] Inherited = ["HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "TMPDIR", "TZ", "USER"];

    /// <summary>Why a variable cannot be set, or null. Those of the loader would run other code than the allowed
    /// command.</summary>
    public static string? FaultOf(string name, string? value)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            return "env must have names of letters, digits and _ characters.";
        }
        if (name.StartsWith("LD_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("DYLD_", StringComparison.OrdinalIgnoreCase))
        {
            return $"env.{name} may not be set by a job.";
        }
        return value is not null && !value.Contains('\0', StringComparison.Ordinal)
            ? null
            : $"env.{name} must be text without NUL characters.";
    }

    /// <summary>Fills in the environment of a process that is about to start.</summary>
    public static void Fill(
        IDictionary<string, string?> environment, IReadOnlyDictionary<string, string>? own, IJobContext context, string runMark)
    {
        environment.Clear();
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                environment[name] = value;
            }
        }
        foreach (var (name, value) in own ?? new Dictionary<string, string>())
        {
            environment[name] = value;
        }
        environment["ACTORJOBS_JOB_ID"] = context.Id.ToString();
        environment["ACTORJOBS_ATTEMPT"] = context.Attempt.ToString(CultureInfo.InvariantCulture);
        environment[RunMark] = runMark;
    }
}
