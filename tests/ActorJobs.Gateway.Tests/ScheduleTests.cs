using ActorJobs.Gateway.Tests.Fakes;
using ActorJobs.Schedules;

namespace ActorJobs.Gateway.Tests;

public sealed class ScheduleTests : IAsyncLifetime
{
    private const string Body = """
        {"cron":"0 7 * * MON-FRI","timeZone":"Europe/Berlin","job":{"type":"report","payload":{"n":1},"priority":"high"},
         "overlap":"queueOne","misfire":"all","catchUp":"12h","jitter":"30s","maxFires":9,"tags":["a"],"description":"d"}
        """;

    private GatewayHost _gateway = null!;

    public async Task InitializeAsync() => _gateway = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_definition_is_created_then_changed_and_comes_back_as_it_was_written()
    {
        var created = await PutAsync("daily/report", Body);
        var changed = await PutAsync("daily/report", Body.Replace("30s", "1m", StringComparison.Ordinal));
        var read = await _gateway.GetAsync("/api/v1/schedules/daily%2Freport");

        created.Status.ShouldBe(201, created.Text);
        created.Response.Headers.Location!.ToString().ShouldBe("/api/v1/schedules/daily%2Freport");
        created.Json.GetProperty("warnings").GetArrayLength().ShouldBe(1);
        changed.Status.ShouldBe(200);
        var model = read.Json;
        model.GetProperty("id").GetString().ShouldBe("daily/report");
        model.GetProperty("cron").GetString().ShouldBe("0 7 * * MON-FRI");
        model.GetProperty("timeZone").GetString().ShouldBe("Europe/Berlin");
        model.GetProperty("overlap").GetString().ShouldBe("queueOne");
        model.GetProperty("misfire").GetString().ShouldBe("all");
        model.GetProperty("catchUp").GetString().ShouldBe("12h");
        model.GetProperty("jitter").GetString().ShouldBe("1m");
        model.GetProperty("maxFires").GetInt64().ShouldBe(9);
        model.GetProperty("owner").GetString().ShouldBe("api");
        model.GetProperty("job").GetProperty("payload").GetRawText().ShouldBe("""{"n":1}""");
        model.GetProperty("job").GetProperty("priority").GetString().ShouldBe("high");
    }

    [Fact]
    public async Task Every_fault_of_the_text_is_named_at_once()
    {
        var answer = await PutAsync("x",
            """{"cron":7,"every":"soon","jobs":{},"overlap":"never","job":{"payload":1,"maxRetries":"two","extra":1},"tags":"a"}""");

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldBe([
            "'jobs' is not a known field; known are cron, every, runAt, anchor, timeZone, job, overlap, misfire, catchUp, jitter, " +
                "startAt, endAt, maxFires, description, tags.",
            "cron must be a string but is a number.",
            "every must be a duration such as 500ms, 10s, 5m, 1h or 2d but is 'soon'.",
            "job: 'extra' is not a known field; known are type, payload, priority, maxRetries, timeout, concurrencyKey, tags.",
            "job: type is missing; name the job type.",
            "job: maxRetries must be a whole number but is a string.",
            "tags must be an array of strings but is a string.",
            "overlap must be one of skip, allow, queueOne, cancelPrevious but is 'never'.",
        ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"cron":"0 0 31 2 *","timeZone":"Europe/Atlantis","job":{"type":"no type","payload":1}}""",
        "timeZone 'Europe/Atlantis' does not exist; give a name of the IANA database, such as Europe/Berlin.",
        "cron '0 0 31 2 *' names a date that never comes, such as 31 February.",
        "job: type may hold only letters, digits and . _ : / - characters.")]
    [InlineData("""{"job":{"type":"a","payload":1}}""", "Exactly one of cron, every and runAt must be given, not none.")]
    public async Task Every_broken_rule_is_named_at_once(string body, params string[] faults)
    {
        var answer = await PutAsync("x", body);

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldBe(faults);
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("", 400)]
    public async Task What_is_no_object_is_refused(string body, int status) => (await PutAsync("x", body)).Status.ShouldBe(status);

    [Fact]
    public async Task A_schedule_of_a_file_or_of_code_is_not_changed_or_removed_but_paused_and_fired()
    {
        foreach (var owner in new[] { ScheduleOwner.File, ScheduleOwner.Code })
        {
            _gateway.Schedules.Add(FakeSchedules.StatusOf(Schedule("owned"), owner));

            var put = await PutAsync("owned", Body);
            var delete = await _gateway.SendAsync("DELETE", "/api/v1/schedules/owned");
            var pause = await _gateway.PostAsync("/api/v1/schedules/owned/pause", """{"note":"why"}""");
            var trigger = await _gateway.PostAsync("/api/v1/schedules/owned/trigger", null);

            put.Status.ShouldBe(409);
            put.Json.GetProperty("owner").GetString().ShouldBe(owner == ScheduleOwner.File ? "file" : "code");
            put.Detail!.ShouldContain("may be paused, resumed, triggered and backfilled here");
            delete.Status.ShouldBe(409);
            pause.Status.ShouldBe(202);
            pause.Json.GetProperty("pauseNote").GetString().ShouldBe("why");
            trigger.Status.ShouldBe(202);
            trigger.Json.GetProperty("result").GetString().ShouldBe("enqueued");
        }
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended()
    {
        for (var n = 0; n < 5; n++)
        {
            _gateway.Schedules.Add(FakeSchedules.StatusOf(Schedule($"s{n}")));
        }
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await _gateway.GetAsync($"/api/v1/schedules?limit=2&cursor={cursor}")).Json;
            seen.AddRange(page.GetProperty("schedules").EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        seen.ShouldBe(["s0", "s1", "s2", "s3", "s4"]);
        (await _gateway.GetAsync("/api/v1/schedules?limit=0")).Status.ShouldBe(400);
        (await _gateway.GetAsync("/api/v1/schedules?state=ready")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Pause_resume_and_delete_say_what_they_did()
    {
        await PutAsync("one", Body);

        var paused = await _gateway.PostAsync("/api/v1/schedules/one/pause", null);
        var resumed = await _gateway.PostAsync("/api/v1/schedules/one/resume", null);
        var deleted = await _gateway.SendAsync("DELETE", "/api/v1/schedules/one");

        paused.Json.GetProperty("paused").GetBoolean().ShouldBeTrue();
        resumed.Json.GetProperty("paused").GetBoolean().ShouldBeFalse();
        deleted.Status.ShouldBe(204);
        foreach (var call in new[] { "pause", "resume", "trigger" })
        {
            (await _gateway.PostAsync($"/api/v1/schedules/one/{call}", null)).Status.ShouldBe(404, call);
        }
        (await _gateway.SendAsync("DELETE", "/api/v1/schedules/one")).Status.ShouldBe(404);
        (await _gateway.GetAsync("/api/v1/schedules/one")).Detail.ShouldBe("There is no schedule 'one'; GET /api/v1/schedules lists all.");
    }

    [Fact]
    public async Task A_backfill_takes_a_range()
    {
        await PutAsync("one", Body);

        var made = await _gateway.PostAsync(
            "/api/v1/schedules/one/backfill", """{"from":"2026-01-01T00:00:00Z","to":"2026-01-02T02:00:00+02:00"}""");
        var refused = await _gateway.PostAsync("/api/v1/schedules/one/backfill", """{"from":"yesterday"}""");
        var open = await _gateway.PostAsync("/api/v1/schedules/one/backfill", """{"from":"2026-01-01T00:00:00Z"}""");

        made.Status.ShouldBe(202, made.Text);
        made.Json.GetProperty("jobs").GetInt32().ShouldBe(7);
        _gateway.Schedules.Backfilled!.Value.To.ShouldBe(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
        refused.Status.ShouldBe(400);
        open.Errors.ShouldBe(["from and to are needed: the first and the last time to make up for."]);
    }

    [Fact]
    public async Task Without_a_scheduler_the_answer_says_when_to_come_back()
    {
        _gateway.Schedules.Failure = new SchedulerUnavailableException("None answered.", TimeSpan.FromSeconds(5));

        var answer = await _gateway.GetAsync("/api/v1/schedules");

        answer.Status.ShouldBe(503);
        answer.Response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
    }

    private static Schedule Schedule(string id) => new()
    {
        Id = id, Every = TimeSpan.FromHours(1), Job = new ScheduledJob { Type = "a", Payload = "{}"u8.ToArray() },
    };

    private Task<Answer> PutAsync(string id, string body) => _gateway.SendAsync(
        "PUT", $"/api/v1/schedules/{Uri.EscapeDataString(id)}", System.Text.Encoding.UTF8.GetBytes(body), "application/json");
}
