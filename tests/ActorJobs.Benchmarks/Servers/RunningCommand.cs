using System.Diagnostics;

namespace ActorJobs.Benchmarks.Servers;

/// <summary>A program that goes on; it is killed when it is disposed of. What it says on stderr is passed on.</summary>
internal sealed class RunningCommand : IDisposable
{
    private readonly Process _process;

    private RunningCommand(Process process) => _process = process;

    public static RunningCommand Start(
        string program, IEnumerable<string> words, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return new RunningCommand(Process.Start(start)!);
    }

    /// <summary>The next line it prints that begins so.</summary>
    public async Task<string> LineAsync(string beginning, TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }
        throw new BenchmarkException($"{_process.StartInfo.FileName} ended before it printed {beginning}.");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
