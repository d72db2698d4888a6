namespace ActorJobs.Settings.Tests;

public class DefaultTests
{
    [Fact]
    public void Worker_defaults_stand_as_promised()
    {
        var worker = Given.Settings().Worker;

        worker.Mode.ShouldBe(WorkerMode.Default);
        worker.Concurrency.ShouldBe(10);
        worker.Priorities.ShouldBe([Priority.High, Priority.Normal, Priority.Low]);
        worker.JobTypes.ShouldBeEmpty();
        worker.RunsJobs.ShouldBeTrue();
    }

    [Fact]
    public void Scheduler_is_on_and_looks_every_second()
    {
        Given.Settings().Scheduler.ShouldBe(new SchedulerSettings(true, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Run_defaults_stand_as_promised()
    {
        var run = Given.Settings().Run;

        run.Defaults.Timeout.ShouldBe(TimeSpan.FromMinutes(5));
        run.Defaults.MaxRetries.ShouldBe(3);
        run.Defaults.MaxPayloadBytes.ShouldBe(262_144);
        run.StuckTimeout.ShouldBe(TimeSpan.FromMinutes(30));
        run.CancellationGrace.ShouldBe(TimeSpan.FromSeconds(5));
        run.ShutdownTimeout.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Jobs_are_kept_in_a_SQLite_file_when_no_URL_is_set()
    {
        var store = Given.Settings().Store;

        store.Kind.ShouldBe(StoreKind.Sqlite);
        store.SqlitePath.ShouldBe("data/actorjobs.db");
        store.DatabaseUrl.ShouldBeNull();
        store.RedisUrl.ShouldBeNull();
    }

    [Fact]
    public void A_node_stands_on_127_0_0_1_4053_and_joins_itself()
    {
        var cluster = Given.Settings().Cluster;

        cluster.Host.ShouldBe("127.0.0.1");
        cluster.Port.ShouldBe(4053);
        cluster.Seeds.ShouldBeEmpty();
        cluster.NamesOtherNodes.ShouldBeFalse();
    }

    [Fact]
    public void Gateway_health_secrets_and_job_types_are_off()
    {
        var settings = Given.Settings();

        settings.Gateway.Listen.ShouldBeNull();
        settings.Gateway.ApiKeys.ShouldBeEmpty();
        settings.Gateway.JwtSecret.ShouldBeNull();
        settings.Gateway.RequiresAuthentication.ShouldBeFalse();
        settings.Observation.HealthListen.ShouldBeNull();
        settings.Encryption.Keys.ShouldBeEmpty();
        settings.Encryption.DecodeKeys().ShouldBeEmpty();
        settings.JobTypes.SampleJobs.ShouldBeFalse();
        settings.JobTypes.HttpHosts.ShouldBeEmpty();
        settings.JobTypes.ExecCommands.ShouldBeEmpty();
    }

    [Fact]
    public void Metrics_history_and_log_defaults_stand_as_promised()
    {
        var settings = Given.Settings();

        settings.Observation.MetricsInterval.ShouldBe(TimeSpan.FromSeconds(30));
        settings.Retention.ShouldBe(new RetentionSettings(TimeSpan.FromHours(24), 5000, 100_000));
        settings.Logging.ShouldBe(new LoggingSettings(LogSeverity.Info, LogFormat.Text));
    }

    [Fact]
    public void An_empty_value_counts_as_not_set()
    {
        Given.Settings(("WORKER_CONCURRENCY", ""), ("DATABASE_URL", "  ")).Worker.Concurrency.ShouldBe(10);
    }

    [Fact]
    public void Nothing_is_warned_of_when_nothing_is_set()
    {
        Given.Reading(("PATH", "/usr/bin"), ("HOME", "/root"), ("HOSTNAME", "h")).Warnings.ShouldBeEmpty();
    }
}
