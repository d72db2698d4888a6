using System.Runtime.InteropServices;

namespace ActorJobs.BuiltIn.Exec;

/// <summary>The system call that the framework does not offer for process groups.</summary>
internal static partial class Signals
{
    public const int SigKill = 9;

    /// <summary>Signals a process, or with a negative id a process group; not zero when there is none.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Kill(int id, int signal);
}
