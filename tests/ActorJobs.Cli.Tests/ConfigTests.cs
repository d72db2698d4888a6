namespace ActorJobs.Cli.Tests;

public sealed class ConfigTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-cli-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_fault_of_the_settings_is_named_and_secrets_are_not()
    {
        var cli = new Driving.Cli(null, ("WORKER_CONCURRENCY", "2000"), ("SCHEDULER_INTERVAL", "5ms"),
            ("DATABASE_URL", "mysql://u:hidden@h/d"));

        var end = (await cli.RunAsync("config", "check")).With(2);
        var json = (await cli.RunAsync("config", "check", "-o", "json")).With(2).Json;

        end.Err.ShouldContain("fault: WORKER_CONCURRENCY");
        end.Err.ShouldContain("fault: SCHEDULER_INTERVAL");
        end.Err.ShouldContain("fault: DATABASE_URL");
        end.Err.ShouldNotContain("hidden");
        json.GetProperty("valid").GetBoolean().ShouldBeFalse();
        json.GetProperty("faults").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Settings_of_a_file_are_checked_for_the_program_that_will_read_them()
    {
        var file = Path.Combine(_folder.FullName, "appsettings.json");
        await File.WriteAllTextAsync(file, """{"ActorJobs":{"WORKER_MODE":"scheduler-only"}}""");

        (await new Driving.Cli().RunAsync("config", "check", "--file", file)).With(0).Out.ShouldContain("scheduler-only");
        (await new Driving.Cli().RunAsync("config", "check", "--file", file, "--program", "worker")).With(2).Err
            .ShouldContain("WORKER_MODE");
        await File.WriteAllTextAsync(file, "{ not json");
        (await new Driving.Cli().RunAsync("config", "check", "--file", file)).With(2);
        (await new Driving.Cli().RunAsync("config", "check", "--file", file + "x")).With(2).Err
            .ShouldBe($"actorjobs: There is no file '{file}x'.\n");
    }

    [Fact]
    public async Task Store_is_prepared_or_its_sql_printed()
    {
        var database = Path.Combine(_folder.FullName, "jobs.db");

        (await new Driving.Cli(null, ("SQLITE_PATH", database)).RunAsync("migrate")).With(0).Out
            .ShouldBe("The store (Sqlite) is up to date.\n");
        File.Exists(database).ShouldBeTrue();
        var sql = (await new Driving.Cli(null, ("DATABASE_URL", "postgres://u:p@127.0.0.1:1/d")).RunAsync("migrate", "--print"))
            .With(0).Out;
        sql.ShouldContain("CREATE TABLE actorjobs.job");
        sql.ShouldEndWith("COMMIT;\n\n");
    }

    [Fact]
    public async Task Store_out_of_reach_is_one_line_and_its_exit_code()
    {
        var end = (await new Driving.Cli(null, ("DATABASE_URL", "postgres://u:hidden@127.0.0.1:1/d")).RunAsync("migrate")).With(3);

        end.Err.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldStartWith("actorjobs: ");
        end.Err.ShouldNotContain("hidden");
    }
}
