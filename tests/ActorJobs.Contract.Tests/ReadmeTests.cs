using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActorJobs.Settings;
using Xunit.Abstractions;

namespace ActorJobs.Contract.Tests;

/// <summary>The README's commands, run as they stand there but for the port and the place of the database.</summary>
public sealed partial class ReadmeTests(ITestOutputHelper output)
{
    private const int WrittenPort = 8080;
    private const int JobsEnqueued = 1007;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
    private static readonly string Readme = Repository.Read("README.md");

    [Fact]
    public async Task The_commands_of_the_readme_work()
    {
        using var hang = new CancellationTokenSource(Patience);
        var port = FreePort();
        var folder = Directory.CreateTempSubdirectory("actorjobs-readme-");
        var settings = new Dictionary<string, string>
        {
            ["GATEWAY_URL"] = $"http://127.0.0.1:{port}",
            ["SQLITE_PATH"] = Path.Combine(folder.FullName, "jobs.db"),
        };
        using var node = Bash(Blocks("start").Single(), settings);
        try
        {
            await ListeningAsync(node, hang.Token);
            var script = string.Join('\n', Blocks("run")).Replace($":{WrittenPort}/", $":{port}/", StringComparison.Ordinal);
            var (code, text) = await RunAsync(Preamble + script, hang.Token);
            output.WriteLine(text);

            code.ShouldBe(0, text);
            (await EndedAsync(port, hang.Token)).ShouldBe(JobsEnqueued);
        }
        finally
        {
            node.Kill(entireProcessTree: true);
            await node.WaitForExitAsync(CancellationToken.None);
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_setting_of_the_readme_is_one_the_program_knows()
    {
        var names = SettingName().Matches(Readme).Select(match => match.Groups[1].Value).Distinct();

        names.ShouldBeSubsetOf(SettingNames.All);
    }

    [Fact]
    public void Every_file_the_readme_links_to_is_there()
    {
        foreach (Match link in FileLink().Matches(Readme))
        {
            var path = Path.Combine(Repository.Root, link.Groups[1].Value);
            (File.Exists(path) || Directory.Exists(path)).ShouldBeTrue(path);
        }
    }

    // A refusal by the gateway must fail the test as it would strike a reader.
    private const string Preamble = "set -eo pipefail\ncurl() { command curl --fail-with-body \"$@\"; echo; }\n";

    private static IEnumerable<string> Blocks(string mark) =>
        MarkedBlock().Matches(Readme).Where(match => match.Groups[1].Value == mark).Select(match => match.Groups[2].Value);

    private static Process Bash(string script, Dictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings ?? [])
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Text)> RunAsync(string script, CancellationToken cancellationToken)
    {
        using var process = Bash(script);
        var text = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, string.Join('\n', text));
    }

    private static async Task ListeningAsync(Process node, CancellationToken cancellationToken)
    {
        var errors = node.StandardError.ReadToEndAsync(cancellationToken);
        var seen = new StringBuilder();
        while (await node.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            seen.AppendLine(line);
            if (line.Contains("Gateway listens on", StringComparison.Ordinal))
            {
                _ = node.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return;
            }
        }
        throw new InvalidOperationException($"The node ended before it listened:\n{seen}\n{await errors}");
    }

    /// <summary>Waits until every job has ended, well or not, and answers how many there are.</summary>
    private static async Task<long> EndedAsync(int port, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        while (true)
        {
            using var stats = JsonDocument.Parse(await http.GetStringAsync("/api/v1/stats", cancellationToken));
            var counts = stats.RootElement.GetProperty("byState").EnumerateObject()
                .ToDictionary(state => state.Name, state => state.Value.GetInt64());
            var ended = counts["succeeded"] + counts["failed"];
            if (ended == counts.Values.Sum())
            {
                return ended;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("<!-- test: (\\w+) -->\n```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex MarkedBlock();

    [GeneratedRegex("`([A-Z][A-Z]+(?:_[A-Z]+)+)`")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex FileLink();
}
