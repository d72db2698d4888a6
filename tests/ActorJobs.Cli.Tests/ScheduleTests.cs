namespace ActorJobs.Cli.Tests;

[Collection(SharedNodeCollection.Name)]
public sealed class ScheduleTests(SharedNode shared)
{
    private readonly Driving.Cli _cli = shared.Cli;
    private readonly string _id = $"s{Guid.NewGuid():N}";

    [Fact]
    public async Task Schedule_is_defined_shown_paused_fired_and_deleted()
    {
        (await _cli.RunAsync("schedules", "put", _id, "--cron", "0 3 * * *", "--time-zone", "Europe/Vienna", "--type", "echo",
            "--payload", """{"kind":"daily"}""", "--description", "every night")).With(0).Out.ShouldContain("0 3 * * * (Europe/Vienna)");

        (await _cli.RunAsync("schedules", "list")).With(0).Out.ShouldContain(_id);
        var shown = (await _cli.RunAsync("schedules", "show", _id, "-o", "json")).With(0).Json;
        shown.GetProperty("nextFires").GetArrayLength().ShouldBe(10);
        shown.GetProperty("job").GetProperty("payload").GetProperty("kind").GetString().ShouldBe("daily");

        (await _cli.RunAsync("schedules", "pause", _id, "--note", "move")).With(0).Out.ShouldContain("move");
        (await _cli.RunAsync("schedules", "resume", _id, "-o", "json")).With(0).Json.GetProperty("paused").GetBoolean().ShouldBeFalse();

        var fire = (await _cli.RunAsync("schedules", "trigger", _id, "-o", "json")).With(0).Json;
        fire.GetProperty("result").GetString().ShouldBe("enqueued");
        (await _cli.RunAsync("wait", fire.GetProperty("job").GetString()!)).With(0);

        var now = DateTimeOffset.UtcNow;
        (await _cli.RunAsync("schedules", "backfill", _id, "--from", $"{now.AddDays(-3):yyyy-MM-ddTHH:mm:ss}Z",
            "--to", $"{now.AddMinutes(-1):yyyy-MM-ddTHH:mm:ss}Z", "-o", "json")).With(0).Json.GetProperty("affected").GetInt32().ShouldBe(3);

        (await _cli.RunAsync("schedules", "delete", _id)).With(2);
        (await _cli.RunAsync("schedules", "delete", _id, "--yes")).With(0).Out.ShouldBe($"Deleted {_id}.\n");
        (await _cli.RunAsync("schedules", "show", _id)).With(1).Err
            .ShouldBe($"actorjobs: There is no schedule '{_id}'; see: actorjobs schedules list.\n");
    }

    [Fact]
    public async Task Definition_comes_from_standard_input_and_its_faults_are_named()
    {
        (await _cli.RunAsync(["schedules", "put", _id, "--file", "-"], """{"every":"1h","job":{"type":"echo","payload":1}}"""))
            .With(0).Out.ShouldContain("every 1h");

        var end = (await _cli.RunAsync("schedules", "put", _id, "--cron", "not cron", "--type", "a b")).With(2);

        end.Err.ShouldContain("cron");
        end.Err.ShouldContain("type");
        (await _cli.RunAsync("schedules", "delete", _id, "--yes")).With(0);
    }
}
