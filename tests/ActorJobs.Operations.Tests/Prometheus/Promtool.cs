using System.Diagnostics;

namespace ActorJobs.Operations.Tests.Prometheus;

/// <summary>Prometheus's own checker.</summary>
internal static class Promtool
{
    /// <summary>Runs it at the root of the repository; answers its exit code and all that it wrote.</summary>
    public static async Task<(int Code, string Text)> RunAsync(string[] words, string input)
    {
        using var process = Process.Start(new ProcessStartInfo("promtool", words)
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root,
        })!;
        var (errors, lines) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await errors + await lines);
    }
}
