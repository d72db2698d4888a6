using System.Diagnostics;
using ActorJobs.Settings;

namespace ActorJobs.Packages.Tests.Driving;

/// <summary>Commands as a person types them, in a folder.</summary>
/// <param name="folder">Where they run.</param>
/// <param name="environment">What their environment holds besides this process's.</param>
internal sealed class Shell(string folder, params (string Name, string Value)[] environment)
{
    /// <summary>Runs a script to its end, which must be a good one.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> RunAsync(string script, CancellationToken cancellationToken)
    {
        using var process = Start($"set -eo pipefail\ncurl() {{ command curl --fail-with-body \"$@\"; echo; }}\n{script}");
        var texts = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        var text = string.Join('\n', texts);
        process.ExitCode.ShouldBe(0, $"{script}\n{text}");
        return text;
    }

    /// <summary>Starts a script that goes on until it is killed.</summary>
    public Process Start(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in SettingNames.All)
        {
            start.Environment.Remove(name);
        }
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }
}
