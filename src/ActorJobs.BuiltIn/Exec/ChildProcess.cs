using System.ComponentModel;
using System.Diagnostics;
using ActorJobs.Handlers;

namespace ActorJobs.BuiltIn.Exec;

/// <summary>A command at the head of a session of its own, so that all of its process group can be ended with
/// it.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan PipeGrace = TimeSpan.FromSeconds(1);
    private static readonly string? Setsid = ExecCommand.Find("setsid");

    private readonly string _mark;

    private ChildProcess(Process process, string mark)
    {
        Process = process;
        _mark = mark;
    }

    public Process Process { get; }

    /// <summary>Starts a command without a shell.</summary>
    /// <exception cref="JobErrorException">The system refuses to start it: recoverable.</exception>
    public static ChildProcess Start(
        string path, IReadOnlyList<string> args, Action<IDictionary<string, string?>, string> fillEnvironment)
    {
        var mark = Guid.NewGuid().ToString("N");
        var start = new ProcessStartInfo(Setsid ?? path)
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var arg in Setsid is null ? args : args.Prepend(path))
        {
            start.ArgumentList.Add(arg);
        }
        fillEnvironment(start.Environment, mark);
        try
        {
            return new ChildProcess(Process.Start(start)!, mark);
        }
        catch (Win32Exception fault)
        {
            throw new JobErrorException(ErrorClass.Recoverable,
                $"Command '{path}' cannot be started: {fault.Message}", inner: fault);
        }
    }

    /// <summary>Ends whatever still runs of the command and waits until its pipes are done. A second call does
    /// nothing.</summary>
    public async Task EndAsync(Task pipes)
    {
        var isCut = !Process.HasExited;
        if (isCut)
        {
            KillTree();
        }
        KillGroup();
        if (isCut || !await IsDoneSoon(pipes))
        {
            // Descendants that made a session of their own after their parent had gone are in no tree and no group of
            // ours.
            Strays.Kill(ExecEnvironment.RunMark, _mark);
            await IsDoneSoon(pipes);
        }
        await Process.WaitForExitAsync();
    }

    public void Dispose() => Process.Dispose();

    private static async Task<bool> IsDoneSoon(Task pipes)
    {
        try
        {
            await pipes.WaitAsync(PipeGrace);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void KillTree()
    {
        try
        {
            Process.Kill(entireProcessTree: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself meanwhile, wholly or in part; the group is next.
        }
    }

    private void KillGroup()
    {
        if (Setsid is not null)
        {
            _ = Signals.Kill(-Process.Id, Signals.SigKill);
        }
    }
}
