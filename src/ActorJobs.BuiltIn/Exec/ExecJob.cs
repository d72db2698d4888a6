using System.Globalization;
using System.Text;
using ActorJobs.Handlers;

namespace ActorJobs.BuiltIn.Exec;

/// <summary>Runs <c>exec</c> jobs. A command ends with everything it started: nothing outlives its attempt.
/// Thread-safe.</summary>
internal sealed class ExecJob(ExecJobOptions options)
{
    private const int MaxLoggedLines = 20;
    private const int MaxReportedLines = 5;

    public async Task RunAsync(ExecJobArgs args, IJobContext context, CancellationToken cancellationToken)
    {
        ExecCommand.Check(args, options);
        cancellationToken.ThrowIfCancellationRequested();
        var output = new BoundedText();
        var errors = new TailText();
        var exitCode = await RunAsync(args, context, output, errors, cancellationToken);
        Report(args.Command!, exitCode, output, errors, context);
    }

    private static async Task<int> RunAsync(
        ExecJobArgs args, IJobContext context, BoundedText output, TailText errors, CancellationToken cancellationToken)
    {
        using var child = ChildProcess.Start(ExecCommand.Locate(args.Command!), args.Args ?? [],
            (environment, mark) => ExecEnvironment.Fill(environment, args.Env, context, mark));

        // All three at once: a child that waits on one full pipe while we wait on another would never end.
        var pipes = Task.WhenAll(
            ChildPipes.FeedAsync(child.Process.StandardInput.BaseStream, args.Stdin),
            ChildPipes.DrainAsync(child.Process.StandardOutput.BaseStream, bytes => { output.Append(bytes); context.KeepAlive(); }),
            ChildPipes.DrainAsync(child.Process.StandardError.BaseStream, bytes => { errors.Append(bytes); context.KeepAlive(); }));
        try
        {
            await child.Process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            await child.EndAsync(pipes);
        }
        return child.Process.ExitCode;
    }

    private static void Report(string command, int exitCode, BoundedText output, TailText errors, IJobContext context)
    {
        foreach (var line in errors.LastLines(MaxLoggedLines))
        {
            context.Log(line);
        }
        if (exitCode != 0)
        {
            var lines = string.Join('\n', errors.LastLines(MaxReportedLines));
            throw new JobErrorException(ErrorClass.Recoverable, string.Create(CultureInfo.InvariantCulture,
                $"Command '{command}' exited with code {exitCode}{(lines.Length == 0 ? "." : ": " + lines)}"));
        }
        var text = output.ToText(Encoding.UTF8);
        if (output.IsCut)
        {
            var mark = string.Create(CultureInfo.InvariantCulture,
                $"[cut: {BoundedText.MaxBytes} of {output.TotalBytes} bytes are kept]");
            context.Log($"stdout {mark}");
            text += "\n" + mark;
        }
        context.SetResult(text);
    }
}
