using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ActorJobs.Cli.Tests;

/// <summary>What a person sees, in a real terminal.</summary>
[Collection(SharedNodeCollection.Name)]
public sealed class TerminalTests(SharedNode shared, ITestOutputHelper output) : IAsyncLifetime
{
    private readonly string _server = $"actorjobs-{Guid.NewGuid():N}";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await TmuxAsync("kill-server");

    [Fact]
    public async Task Numbers_are_watched_live_and_ctrl_c_ends_the_watch()
    {
        await StartAsync("stats --watch --interval 200ms");
        await SeenAsync("slots");
        var before = await ScreenAsync();
        await shared.Node.Api.EnqueueAsync(new { type = "echo", payload = 1, delay = "1h", tags = new[] { "watched" } });

        await Eventually.GetAsync(ScreenAsync, screen => Clockless(screen) != Clockless(before), "the numbers change");
        await TmuxAsync("send-keys", "C-c");

        (await SeenAsync("ended with")).ShouldContain("ended with 130");
    }

    [Fact]
    public async Task Batch_shows_a_progress_bar_that_comes_to_its_end()
    {
        var file = Path.GetTempFileName();
        var lines = new StringBuilder();
        for (var i = 0; i < 100_000; i++)
        {
            lines.Append(CultureInfo.InvariantCulture, $$"""{"type":"echo","payload":{{i}}}""").Append('\n');
        }
        await File.WriteAllTextAsync(file, lines.ToString());

        await StartAsync($"enqueue --file {file}");

        var screen = await SeenAsync("ended with");
        screen.ShouldContain("Enqueuing");
        screen.ShouldContain("100%");
        screen.ShouldContain("100,000 jobs");
        screen.ShouldContain("100,000 enqueued, 0 duplicates, 0 rejected.");
        screen.ShouldContain("ended with 0");
        File.Delete(file);
    }

    [Fact]
    public async Task Change_of_many_asks_first_and_a_no_changes_nothing()
    {
        await shared.Node.Api.EnqueueAsync(new { type = "echo", payload = 1, delay = "1h", tags = new[] { "asked" } });

        await StartAsync("discard --tag asked");
        await SeenAsync("1 job to discard. Discard them?");
        await TmuxAsync("send-keys", "n", "Enter");

        (await SeenAsync("ended with")).ShouldContain("ended with 1");
        (await shared.Node.Api.JobsAsync("&tag=asked")).Count.ShouldBe(1);
    }

    private Task StartAsync(string words) => TmuxAsync(
        "new-session", "-d", "-x", "110", "-y", "30", "-e", $"ACTORJOBS_URL={shared.Node.Api.Url}",
        $"dotnet {Driving.Cli.Dll} {words}; echo ended with $?; cat");

    private Task<string> SeenAsync(string text) =>
        Eventually.GetAsync(ScreenAsync, screen => screen.Contains(text, StringComparison.Ordinal), $"the screen shows '{text}'");

    private Task<string> ScreenAsync() => TmuxAsync("capture-pane", "-p");

    /// <summary>All but the first line, which shows the time.</summary>
    private static string Clockless(string screen) => screen[(screen.IndexOf('\n', StringComparison.Ordinal) + 1)..];

    private async Task<string> TmuxAsync(params string[] words)
    {
        using var tmux = Process.Start(new ProcessStartInfo("tmux", ["-u", "-L", _server, "-f", "/dev/null", .. words])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        var texts = await Task.WhenAll(tmux.StandardOutput.ReadToEndAsync(), tmux.StandardError.ReadToEndAsync());
        await tmux.WaitForExitAsync();
        if (texts[1].Length > 0)
        {
            output.WriteLine(texts[1]);
        }
        return texts[0];
    }
}
