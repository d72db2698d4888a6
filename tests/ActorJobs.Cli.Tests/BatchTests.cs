using System.Globalization;
using System.Text;

namespace ActorJobs.Cli.Tests;

public sealed class BatchTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Count = 20_000;
    private readonly string _file = Path.GetTempFileName();
    private NodeProcess _node = null!;

    public async Task InitializeAsync() => _node = await NodeProcess.StartedAsync(output);

    public Task DisposeAsync()
    {
        _node.Dispose();
        File.Delete(_file);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Twenty_thousand_lines_are_enqueued_and_a_repeated_run_with_ids_adds_none()
    {
        var lines = new StringBuilder();
        for (var i = 0; i < Count; i++)
        {
            lines.Append(CultureInfo.InvariantCulture,
                $$"""{"id":"{{Guid.CreateVersion7()}}","type":"echo","payload":{"n":{{i}}} }""").Append('\n');
        }
        await File.WriteAllTextAsync(_file, lines.ToString());
        var cli = new Driving.Cli(_node.Api.Url);

        for (var run = 0; run < 2; run++)
        {
            var end = (await cli.RunAsync("enqueue", "--file", _file, "-o", "json")).With(0).Json;
            end.GetProperty("read").GetInt32().ShouldBe(Count);
            end.GetProperty("accepted").GetInt32().ShouldBe(Count);
            end.GetProperty("rejected").GetInt32().ShouldBe(0);
        }

        await _node.Api.UntilSucceededAsync(Count);
        var stats = (await cli.RunAsync("stats", "-o", "json")).With(0).Json.GetProperty("byState");
        stats.EnumerateObject().Sum(state => state.Value.GetInt64()).ShouldBe(Count);
    }

    [Fact]
    public async Task Bad_lines_are_named_by_their_number_and_do_not_stop_the_others()
    {
        var cli = new Driving.Cli(_node.Api.Url);
        const string Lines = """
            {"type":"echo","payload":1}

            {"type":"echo","payload":2,"priorty":"high"}
            not json
            {"type":"a b","payload":3}
            {"type":"echo","payload":4,"delay":"soon"}
            {"type":"echo","payload":5}
            """;

        var end = (await cli.RunAsync(["enqueue", "--file", "-"], Lines)).With(1);

        end.Out.ShouldBe("2 enqueued, 0 duplicates, 4 rejected.\n");
        end.Err.ShouldContain("line 3: ");
        end.Err.ShouldContain("priorty");
        end.Err.ShouldContain("line 4: ");
        end.Err.ShouldContain("line 5: type may hold only letters, digits and . _ : / - characters.");
        end.Err.ShouldContain("line 6: ");
        end.Err.ShouldContain("'soon'");
    }

    [Fact]
    public async Task Gateway_that_dies_on_the_way_is_waited_for_and_nothing_is_doubled()
    {
        var port = _node.Api.Url.Port;
        _node.Set("GATEWAY_URL", $"http://127.0.0.1:{port}");
        var cli = new Driving.Cli(_node.Api.Url);
        using var run = cli.Start("enqueue", "--file", "-", "--patience", "2m");
        var said = run.StandardOutput.ReadToEndAsync();
        var half = 0;
        while (half < Count / 2)
        {
            await run.StandardInput.WriteAsync($$"""{"type":"echo","payload":{{half++}}}""" + "\n");
        }
        await run.StandardInput.FlushAsync();
        await Eventually.GetAsync(() => _node.Api.CountAsync("succeeded"), count => count > 0, "some are through");
        await _node.KillAsync();
        await _node.StartAsync();
        while (half < Count)
        {
            await run.StandardInput.WriteAsync($$"""{"type":"echo","payload":{{half++}}}""" + "\n");
        }
        run.StandardInput.Close();

        await run.WaitForExitAsync();
        (await said).ShouldBe("20,000 enqueued, 0 duplicates, 0 rejected.\n");
        await _node.Api.UntilSucceededAsync(Count);
        (await _node.Api.GetAsync("/api/v1/stats")).GetProperty("byState").EnumerateObject()
            .Sum(state => state.Value.GetInt64()).ShouldBe(Count);
    }
}
