using System.Diagnostics;

namespace ActorJobs.Cli.Tests;

/// <summary>The package as a user gets it.</summary>
public sealed class ToolTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-tool-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Packed_tool_is_installed_from_a_folder_and_runs()
    {
        var packages = Path.Combine(_folder.FullName, "packages");
        var tools = Path.Combine(_folder.FullName, "tools");
        var nowhere = Path.Combine(_folder.FullName, "nuget.config");
        await File.WriteAllTextAsync(nowhere, $"""
            <configuration><packageSources><clear /><add key="folder" value="{packages}" /></packageSources></configuration>
            """);
        await DoAsync("dotnet", "pack", Path.Combine(Repository.Root, "src", "ActorJobs.Cli"), "-c", Configuration(), "--no-build",
            "-o", packages, "-v", "quiet", "-nologo");
        await DoAsync("dotnet", "tool", "install", "ActorJobs.Cli", "--tool-path", tools, "--configfile", nowhere);

        (await DoAsync(Path.Combine(tools, "actorjobs"), "--help")).ShouldContain("actorjobs enqueue");
    }

    private static string Configuration() =>
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";

    private async Task<string> DoAsync(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.FullName,
        })!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        output.WriteLine(string.Join('\n', texts));
        process.ExitCode.ShouldBe(0, string.Join('\n', texts));
        return texts[0];
    }
}
