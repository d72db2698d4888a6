using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ActorJobs.Packages.Tests.FirstHour;

/// <summary>docs/first-hour.md, walked in an empty folder as it stands but for the port, the folder and version of the packages.</summary>
[Collection(PackedCollection.Name)]
public sealed partial class FirstHourTests : IDisposable
{
    private const string WrittenPort = ":5080";
    private const string WrittenVersion = "0.1.0";
    private const string FileMark = "file: ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan Promise = TimeSpan.FromMinutes(10);

    /// <summary>Forty words a minute, of five letters.</summary>
    private const double LettersTypedPerMinute = 200;

    private static readonly Block[] Blocks = Page.Read("docs/first-hour.md");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-first-hour-");
    private readonly PackedPackages _packages;
    private readonly ITestOutputHelper _output;
    private readonly Shell _shell;
    private readonly int _port = FreePort();

    public FirstHourTests(PackedPackages packages, ITestOutputHelper output)
    {
        (_packages, _output) = (packages, output);
        // What is restored here must not stay for others: it goes to a folder of its own, in front of what the machine has.
        _shell = new Shell(
            _folder.FullName, ("NUGET_PACKAGES", Path.Combine(_folder.FullName, "restored")),
            ("NUGET_FALLBACK_PACKAGES", GlobalPackages()));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_newcomer_has_a_handler_of_their_own_running_and_a_test_of_it_passing()
    {
        using var hang = new CancellationTokenSource(Patience);
        var start = Stopwatch.GetTimestamp();
        foreach (var file in Blocks.Where(block => block.Mark.StartsWith(FileMark, StringComparison.Ordinal)))
        {
            var path = Path.Combine(_folder.FullName, file.Mark[FileMark.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, Adapted(file.Text), hang.Token);
        }
        var commands = Blocks.Where(block => block.Mark == "test: run").Select(block => Adapted(block.Text)).ToArray();

        using var host = _shell.Start(Adapted(Blocks.Single(block => block.Mark == "test: start").Text));
        try
        {
            var log = ReadAsync(host, "A mail goes to ada@example.com", out var started);
            await started.WaitAsync(hang.Token);
            var text = await _shell.RunAsync($"{commands[0]}\necho \"id=$id\"", hang.Token);
            await log.WaitAsync(hang.Token);
            (await StateAsync(IdLine().Match(text).Groups[1].Value, hang.Token)).ShouldBe("succeeded");
        }
        finally
        {
            host.Kill(entireProcessTree: true);
            await host.WaitForExitAsync(CancellationToken.None);
        }
        var running = Stopwatch.GetElapsedTime(start);
        File.Exists(Path.Combine(_folder.FullName, "Mailer", "data", "actorjobs.db")).ShouldBeTrue();

        var tested = await _shell.RunAsync(commands[1], hang.Token);
        tested.ShouldContain("Passed!");
        var all = Stopwatch.GetElapsedTime(start);

        _output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"The machine took {running.TotalSeconds:0.0} s until the job had run and {all.TotalSeconds:0.0} s until the test had passed."));
    }

    [Fact]
    public void What_is_typed_until_the_handler_runs_takes_less_than_ten_minutes()
    {
        var test = Array.FindIndex(Blocks, block => block.Mark.Contains("Tests", StringComparison.Ordinal));
        var letters = Blocks[..test].Sum(block => block.Text.Count(letter => !char.IsWhiteSpace(letter)));

        _output.WriteLine($"{letters} letters.");
        TimeSpan.FromMinutes(letters / LettersTypedPerMinute).ShouldBeLessThan(Promise);
    }

    [Fact]
    public void The_page_names_the_version_of_this_release_and_the_test_packages_that_the_repository_uses()
    {
        var props = XDocument.Parse(Repository.Read("Directory.Build.props"));
        props.Descendants("Version").Single().Value.ShouldBe(WrittenVersion);
        var central = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);

        foreach (var package in Blocks.Where(block => block.Language == "xml")
            .SelectMany(block => XDocument.Parse(block.Text).Descendants("PackageReference")))
        {
            var id = package.Attribute("Include")!.Value;
            package.Attribute("Version")!.Value.ShouldBe(
                id.StartsWith("ActorJobs.", StringComparison.Ordinal) ? WrittenVersion : central[id], id);
        }
    }

    private string Adapted(string text) => text
        .Replace(WrittenPort, $":{_port}", StringComparison.Ordinal)
        .Replace($"Version=\"{WrittenVersion}\"", $"Version=\"{_packages.Version}\"", StringComparison.Ordinal)
        .Replace(PackedPackages.WrittenFolder.Replace("~", "%HOME%", StringComparison.Ordinal), _packages.Folder, StringComparison.Ordinal);

    /// <summary>Follows the log to a line; ends early, with all that was written, if the process does.</summary>
    private static Task ReadAsync(Process process, string line, out Task started)
    {
        var (listens, found) = (new TaskCompletionSource(), new TaskCompletionSource());
        var errors = process.StandardError.ReadToEndAsync();
        _ = FollowAsync();
        started = listens.Task;
        return found.Task;

        async Task FollowAsync()
        {
            var seen = new List<string>();
            while (await process.StandardOutput.ReadLineAsync() is { } next)
            {
                seen.Add(next);
                if (next.Contains("Application started", StringComparison.Ordinal))
                {
                    listens.TrySetResult();
                }
                if (next.Contains(line, StringComparison.Ordinal))
                {
                    found.TrySetResult();
                }
            }
            var fault = new InvalidOperationException($"The host ended:\n{string.Join('\n', seen)}\n{await errors}");
            listens.TrySetException(fault);
            found.TrySetException(fault);
        }
    }

    private async Task<string> StateAsync(string id, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        while (true)
        {
            var state = await http.GetStringAsync($"/mails/{id}", cancellationToken);
            if (state is not ("ready" or "running"))
            {
                return state;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }

    private static string GlobalPackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("id=(.+)")]
    private static partial Regex IdLine();
}
