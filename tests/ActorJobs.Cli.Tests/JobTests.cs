using System.Globalization;

namespace ActorJobs.Cli.Tests;

[Collection(SharedNodeCollection.Name)]
public sealed class JobTests(SharedNode shared)
{
    private readonly Driving.Cli _cli = shared.Cli;
    private readonly string _tag = $"t{Guid.NewGuid():N}";

    [Fact]
    public async Task Enqueued_job_is_waited_for_and_its_result_shown()
    {
        var end = (await _cli.RunAsync("enqueue", "echo", """{"hello":"wörld"}""", "--wait", "--tag", _tag)).With(0);

        end.Out.ShouldContain("succeeded");
        end.Out.ShouldContain("\"hello\": \"wörld\"");
        end.Err.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_option_of_enqueue_arrives()
    {
        var id = Guid.CreateVersion7().ToString();
        var end = (await _cli.RunAsync("enqueue", "echo", "[1,2]", "-p", "high", "--delay", "1h", "--max-retries", "7",
            "--timeout", "30s", "--unique-key", _tag, "--unique-for", "2h", "--concurrency-key", "c", "--tag", "a", "--tag", "b",
            "--id", id, "-o", "json")).With(0);
        end.Json.GetProperty("id").GetString().ShouldBe(id);
        end.Json.GetProperty("state").GetString().ShouldBe("scheduled");

        var job = (await _cli.RunAsync("show", id, "-o", "json")).With(0).Json;

        job.GetProperty("priority").GetString().ShouldBe("high");
        job.GetProperty("payload").GetArrayLength().ShouldBe(2);
        job.GetProperty("maxRetries").GetInt32().ShouldBe(7);
        job.GetProperty("timeout").GetString().ShouldBe("30s");
        job.GetProperty("uniqueKey").GetString().ShouldBe(_tag);
        job.GetProperty("concurrencyKey").GetString().ShouldBe("c");
        job.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["a", "b"]);
        var again = (await _cli.RunAsync("enqueue", "echo", "2", "--unique-key", _tag, "-o", "json")).With(0).Json;
        again.GetProperty("duplicate").GetBoolean().ShouldBeTrue();
        var instead = (await _cli.RunAsync("enqueue", "echo", "3", "--unique-key", _tag, "--on-duplicate", "replace", "-o", "json")).With(0).Json;
        instead.GetProperty("duplicate").GetBoolean().ShouldBeFalse();
        (await _cli.RunAsync("show", id, "-o", "json")).With(0).Json.GetProperty("state").GetString().ShouldBe("cancelled");
        again.GetProperty("id").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task Payload_comes_from_standard_input_or_a_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "{\n  \"from\": \"file\"\n}");

        var input = (await _cli.RunAsync(["enqueue", "echo", "-", "--wait"], "{\"from\":\"input\"}")).With(0);
        var fromFile = (await _cli.RunAsync("enqueue", "echo", $"@{file}", "--wait")).With(0);

        input.Out.ShouldContain("\"from\": \"input\"");
        fromFile.Out.ShouldContain("\"from\": \"file\"");
        File.Delete(file);
    }

    [Fact]
    public async Task Job_that_fails_decides_the_exit_code_and_is_shown_with_its_error()
    {
        var end = (await _cli.RunAsync(
            "enqueue", "fail", """{"class":"permanent","message":"no such user"}""", "--wait", "-o", "json")).With(1);
        var id = end.Json.GetProperty("id").GetString()!;

        var shown = (await _cli.RunAsync("show", id)).With(0);

        shown.Out.ShouldContain("failed");
        shown.Out.ShouldContain("error of attempt 1, permanent");
        shown.Out.ShouldContain("no such user");
        (await _cli.RunAsync("wait", id)).With(1);
    }

    [Fact]
    public async Task Job_that_was_enqueued_within_a_trace_is_shown_with_its_id()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        var id = await shared.Node.Api.EnqueueAsync(
            new { type = "echo", payload = 1, tags = new[] { _tag } }, $"00-{trace}-b7ad6b7169203331-01");
        (await _cli.RunAsync("wait", id)).With(0);

        (await _cli.RunAsync("show", id)).With(0).Out.ShouldMatch($"trace +{trace}");
        (await _cli.RunAsync("show", id, "-o", "json")).With(0).Json.GetProperty("traceId").GetString().ShouldBe(trace);
    }

    [Fact]
    public async Task Wait_ends_when_its_time_is_over()
    {
        var id = (await _cli.RunAsync("enqueue", "echo", "1", "--delay", "1h", "-o", "json")).With(0).Json.GetProperty("id").GetString()!;

        (await _cli.RunAsync("wait", id, "--within", "100ms")).With(6).Err.ShouldBe("actorjobs: The time to wait is over.\n");
    }

    [Fact]
    public async Task Unknown_job_is_one_clear_line()
    {
        var id = Guid.CreateVersion7();

        foreach (var verb in (string[])["show", "wait"])
        {
            (await _cli.RunAsync(verb, $"{id}")).With(1).Err.ShouldBe($"actorjobs: There is no job {id}, or it is no longer kept.\n");
        }
        (await _cli.RunAsync("cancel", $"{id}")).With(1).Err
            .ShouldBe($"actorjobs: {id}: there is no such job, or it is no longer kept\n");
    }

    [Fact]
    public async Task List_is_filtered_read_on_and_whole()
    {
        var lines = string.Concat(Enumerable.Range(0, 5).Select(
            i => string.Create(CultureInfo.InvariantCulture, $$"""{"type":"echo","payload":{{i}},"delay":"1h","tags":["{{_tag}}"]}""") + "\n"));
        (await _cli.RunAsync(["enqueue", "--file", "-"], lines)).With(0).Out.ShouldBe("5 enqueued, 0 duplicates, 0 rejected.\n");

        var page = (await _cli.RunAsync("list", "--tag", _tag, "--limit", "3", "-o", "json")).With(0).Json;
        var rest = (await _cli.RunAsync(
            "list", "--tag", _tag, "--cursor", page.GetProperty("nextCursor").GetString()!, "-o", "json")).With(0).Json;
        var all = (await _cli.RunAsync("list", "--tag", _tag, "--all", "-o", "json")).With(0).Lines;

        page.GetProperty("jobs").GetArrayLength().ShouldBe(3);
        rest.GetProperty("jobs").GetArrayLength().ShouldBe(2);
        all.Select(job => job.GetProperty("payload").GetInt32()).ShouldBe([0, 1, 2, 3, 4], ignoreOrder: true);
        var table = (await _cli.RunAsync("list", "--tag", _tag, "--state", "scheduled", "--limit", "2")).With(0);
        table.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        table.Err.ShouldContain("There are more: --cursor");
        (await _cli.RunAsync("list", "--tag", _tag, "--state", "failed")).With(0).Out.ShouldBe("No job matches.\n");
    }

    [Fact]
    public async Task Jobs_are_cancelled_retried_and_discarded_one_by_one()
    {
        var id = (await _cli.RunAsync("enqueue", "echo", "1", "--delay", "1h", "-o", "json")).With(0).Json.GetProperty("id").GetString()!;

        (await _cli.RunAsync("cancel", id)).With(0).Out.ShouldBe($"{id} cancelled (cancelled)\n");
        var twice = (await _cli.RunAsync("cancel", id, "-o", "json")).With(1);
        twice.Json[0].GetProperty("changed").GetBoolean().ShouldBeFalse();
        twice.Json[0].GetProperty("reason").GetString().ShouldBe("cancel does not apply: the job is cancelled");
        (await _cli.RunAsync("retry", id)).With(0).Out.ShouldStartWith($"{id} retried");
        (await _cli.RunAsync("wait", id)).With(0);
        (await _cli.RunAsync("discard", id)).With(0).Out.ShouldBe($"{id} discarded\n");
        (await _cli.RunAsync("show", id)).With(1);
    }

    [Fact]
    public async Task All_that_match_are_changed_once_somebody_has_said_yes()
    {
        var lines = string.Concat(Enumerable.Repeat($$"""{"type":"echo","payload":1,"delay":"1h","tags":["{{_tag}}"]}""" + "\n", 3));
        (await _cli.RunAsync(["enqueue", "--file", "-"], lines)).With(0);

        (await _cli.RunAsync("discard", "--tag", _tag)).With(2).Err
            .ShouldBe("actorjobs: Nobody can be asked whether to discard all jobs that match; say so by --yes.\n");
        (await _cli.RunAsync("cancel", "--tag", _tag, "--yes")).With(0).Out.ShouldBe("3 jobs cancelled.\n");
        (await _cli.RunAsync("discard", "--tag", _tag, "-y", "-o", "json")).With(0).Json.GetProperty("affected").GetInt32().ShouldBe(3);
        (await _cli.RunAsync("discard", "--yes")).With(2).Err.ShouldContain("Name jobs, or which are meant by --state");
    }

    [Fact]
    public async Task Tail_of_a_job_shows_its_progress_and_ends_with_it()
    {
        var id = Guid.CreateVersion7().ToString();
        (await _cli.RunAsync("enqueue", "progress", """{"steps":4,"ms":50}""", "--delay", "1h", "--id", id)).With(0);
        var tail = _cli.RunAsync("tail", id, "-o", "json");
        // It must be watching before the job runs: a retry of a scheduled job makes it due, so try until something was seen.
        await Task.WhenAny(tail, Task.Delay(TimeSpan.FromSeconds(3)));
        (await _cli.RunAsync("retry", id)).With(0);

        var seen = (await tail).With(0).Lines;

        seen[^1].GetProperty("state").GetString().ShouldBe("succeeded");
        seen.ShouldAllBe(change => change.GetProperty("id").GetString() == id);
    }

    [Fact]
    public async Task Tail_follows_all_jobs_until_it_is_interrupted()
    {
        using var tail = _cli.Start("tail", "--type", "echo");
        var line = tail.StandardOutput.ReadLineAsync();
        while (!line.IsCompleted)
        {
            await shared.Node.Api.EnqueueAsync(new { type = "echo", payload = 1 });
            await Task.WhenAny(line, Task.Delay(200));
        }
        (await line)!.ShouldContain(" echo ");

        Signals.Send(tail.Id, Signal.Interrupt);

        await tail.WaitForExitAsync();
        tail.ExitCode.ShouldBe(130);
    }
}
