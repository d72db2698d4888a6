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
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan Promise = TimeSpan.FromMinutes(10);

    /// <summary>Forty words a minute, of five letters.</summary>
    private const double LettersTypedPerMinute = 200;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-first-hour-");
    private readonly ITestOutputHelper _output;
    private readonly WrittenPage _page;
    private readonly int _port = FreePort();

    public FirstHourTests(PackedPackages packages, ITestOutputHelper output)
    {
        _output = output;
        _page = new WrittenPage("docs/first-hour.md", packages, _folder.FullName)
        {
            Adapt = text => text.Replace(WrittenPort, $":{_port}", StringComparison.Ordinal),
        };
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_newcomer_has_a_handler_of_their_own_running_and_a_test_of_it_passing()
    {
        using var hang = new CancellationTokenSource(Patience);
        var start = Stopwatch.GetTimestamp();
        await _page.WriteFilesAsync(hang.Token);
        var commands = _page.Commands("run");

        using var host = _page.Shell.Start(_page.Commands("start").Single());
        try
        {
            var log = ReadAsync(host, "A mail goes to ada@example.com", out var started);
            await started.WaitAsync(hang.Token);
            var text = await _page.Shell.RunAsync($"{commands[0]}\necho \"id=$id\"", hang.Token);
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

        var tested = await _page.Shell.RunAsync(commands[1], hang.Token);
        tested.ShouldContain("Passed!");
        var all = Stopwatch.GetElapsedTime(start);

        _output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"The machine took {running.TotalSeconds:0.0} s until the job had run and {all.TotalSeconds:0.0} s until the test had passed."));
    }

    [Fact]
    public void What_is_typed_until_the_handler_runs_takes_less_than_ten_minutes()
    {
        var test = Array.FindIndex(_page.Blocks, block => block.Mark.Contains("Tests", StringComparison.Ordinal));
        var letters = _page.Blocks[..test].Sum(block => block.Text.Count(letter => !char.IsWhiteSpace(letter)));

        _output.WriteLine($"{letters} letters.");
        TimeSpan.FromMinutes(letters / LettersTypedPerMinute).ShouldBeLessThan(Promise);
    }

    [Fact]
    public void Pages_name_the_version_of_this_release_and_the_test_packages_that_the_repository_uses()
    {
        var props = XDocument.Parse(Page.Text("Directory.Build.props"));
        props.Descendants("Version").Single().Value.ShouldBe(WrittenPage.Version);
        var central = XDocument.Parse(Page.Text("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);

        foreach (var package in Page.All().SelectMany(Page.Read).Where(block => block.Language == "xml")
            .SelectMany(block => XDocument.Parse(block.Text).Descendants("PackageReference")))
        {
            var id = package.Attribute("Include")!.Value;
            package.Attribute("Version")!.Value.ShouldBe(
                id.StartsWith("ActorJobs.", StringComparison.Ordinal) ? WrittenPage.Version : central[id], id);
        }
    }

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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("id=(.+)")]
    private static partial Regex IdLine();
}
