using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ActorJobs.Settings;

namespace ActorJobs.Cli.Tests.Driving;

/// <summary>The command line as a process of its own, as a user calls it.</summary>
internal sealed class Cli(Uri? url = null, params (string Name, string Value)[] environment)
{
    /// <summary>The program built beside these tests.</summary>
    public static string Dll { get; } = FindDll();

    /// <summary>Runs it to its end.</summary>
    public async Task<CliEnd> RunAsync(params string[] words) => await RunAsync(words, input: null);

    /// <summary>Runs it to its end with something on standard input.</summary>
    public async Task<CliEnd> RunAsync(string[] words, string? input)
    {
        using var process = Start(words);
        var texts = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }
        process.StandardInput.Close();
        using var hang = new CancellationTokenSource(Eventually.Deadline);
        try
        {
            await process.WaitForExitAsync(hang.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"actorjobs {string.Join(' ', words)} did not end.");
        }
        var written = await texts;
        return new CliEnd(process.ExitCode, written[0], written[1]);
    }

    /// <summary>Starts it; who asks ends it.</summary>
    public Process Start(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Dll, .. words])
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var name in SettingNames.All)
        {
            start.Environment.Remove(name);
        }
        start.Environment.Remove("ACTORJOBS_API_KEY");
        start.Environment["ACTORJOBS_URL"] = url?.ToString() ?? "http://127.0.0.1:1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    private static string FindDll()
    {
        var built = Path.GetRelativePath(Path.Combine(Repository.Root, "tests"), AppContext.BaseDirectory);
        var withinProject = built[(built.IndexOf(Path.DirectorySeparatorChar, StringComparison.Ordinal) + 1)..];
        return Path.Combine(Repository.Root, "src", "ActorJobs.Cli", withinProject, "actorjobs.dll");
    }
}

/// <summary>How a call ended.</summary>
internal sealed record CliEnd(int Code, string Out, string Err)
{
    /// <summary>The one document that was written.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Out);

    /// <summary>What was written, one document a line.</summary>
    public JsonElement[] Lines => [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    /// <summary>Itself, when it ended as expected.</summary>
    public CliEnd With(int code)
    {
        Code.ShouldBe(code, $"out: {Out}\nerr: {Err}");
        return this;
    }
}
