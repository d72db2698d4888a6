using ActorJobs.Handlers;

namespace ActorJobs.BuiltIn.Exec;

/// <summary>Checks an <c>exec</c> job and finds its executable.</summary>
internal static class ExecCommand
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Throws one permanent error that names every field at fault.</summary>
    public static void Check(ExecJobArgs args, ExecJobOptions options)
    {
        var faults = new List<string>();
        if (string.IsNullOrEmpty(args.Command))
        {
            faults.Add("command is missing; name an allowed command.");
        }
        else if (!options.AllowedCommands.Contains(args.Command, StringComparer.Ordinal))
        {
            faults.Add($"Command '{Shown(args.Command)}' is not allowed for exec jobs; add it to EXEC_JOB_COMMANDS.");
        }
        if (args.Args?.Any(arg => arg is null || arg.Contains('\0', StringComparison.Ordinal)) == true)
        {
            faults.Add("args must be texts without NUL characters.");
        }
        faults.AddRange((args.Env ?? []).Select(pair => ExecEnvironment.FaultOf(pair.Key, pair.Value)).OfType<string>());
        Payload.ThrowIfAny(faults);
    }

    /// <summary>
    /// The path of the executable. Bare names are looked up in PATH here, as the framework would look in the working
    /// directory first.
    /// </summary>
    /// <exception cref="JobErrorException">It is not on this node: recoverable, as another node may have
    /// it.</exception>
    public static string Locate(string command) =>
        Find(command) ?? throw new JobErrorException(ErrorClass.Recoverable,
            $"Command '{command}' is not an executable file on this node.");

    /// <summary>The path of an executable, or null.</summary>
    public static string? Find(string command) => Path.IsPathRooted(command)
        ? (IsExecutable(command) ? command : null)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, command))
            .FirstOrDefault(IsExecutable);

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);

    private static string Shown(string command) => command.Length <= 200 ? command : command[..200] + "…";
}
