namespace ActorJobs.Settings.Tests;

/// <summary>Each program has modes and settings of its own and does not look at those of others.</summary>
public sealed class KindTests
{
    [Theory]
    [InlineData(NodeKind.AllInOne, WorkerMode.Thin)]
    [InlineData(NodeKind.Host, WorkerMode.Default)]
    [InlineData(NodeKind.Worker, WorkerMode.Default)]
    [InlineData(NodeKind.Scheduler, WorkerMode.SchedulerOnly)]
    [InlineData(NodeKind.Gateway, WorkerMode.GatewayOnly)]
    public void Every_program_has_a_usual_mode(NodeKind kind, WorkerMode mode) =>
        Given.Of(kind).ShouldBeValid().Worker.Mode.ShouldBe(mode);

    [Fact]
    public void Worker_has_no_gateway_and_no_scheduler()
    {
        var settings = Given.Of(
            NodeKind.Worker, ("GATEWAY_URL", "not a url"), ("ENABLE_SCHEDULER", "perhaps")).ShouldBeValid();

        settings.Gateway.Listen.ShouldBeNull();
        settings.Scheduler.Enabled.ShouldBeFalse();
        settings.Worker.RunsJobs.ShouldBeTrue();
    }

    [Fact]
    public void Scheduler_does_not_look_at_what_only_workers_read()
    {
        var settings = Given.Of(
            NodeKind.Scheduler, ("WORKER_CONCURRENCY", "many"), ("WORKER_JOB_TYPES", "!"), ("SAMPLE_JOBS", "perhaps"),
            ("EXEC_JOB_COMMANDS", "../x"), ("GATEWAY_URL", "not a url"), ("ENABLE_SCHEDULER", "false")).ShouldBeValid();

        settings.Scheduler.Enabled.ShouldBeTrue();
        settings.Worker.RunsJobs.ShouldBeFalse();
        settings.Gateway.Listen.ShouldBeNull();
    }

    [Fact]
    public void Scheduler_refuses_its_own_bad_settings() =>
        Given.Of(NodeKind.Scheduler, ("SCHEDULER_INTERVAL", "1h"), ("WORKER_CONCURRENCY", "many")).Faults.Sentences
            .ShouldHaveSingleItem().ShouldStartWith("SCHEDULER_INTERVAL must be between 100ms and 1m");

    [Fact]
    public void Gateway_does_not_look_at_what_workers_and_schedulers_read() =>
        Given.Of(NodeKind.Gateway, ("WORKER_CONCURRENCY", "many"), ("SCHEDULER_INTERVAL", "1h")).ShouldBeValid()
            .Scheduler.Enabled.ShouldBeFalse();

    [Theory]
    [InlineData(NodeKind.Scheduler, "default",
        "WORKER_MODE must be scheduler-only in this program but is 'default'; unset it, or start another.")]
    [InlineData(NodeKind.Gateway, "thin",
        "WORKER_MODE must be gateway-only in this program but is 'thin'; unset it, or start another.")]
    [InlineData(NodeKind.Worker, "thin",
        "WORKER_MODE must be default, specialized or job-specialized but is 'thin'; set it to one of them, for example default.")]
    public void Mode_of_another_program_is_refused(NodeKind kind, string mode, string fault) =>
        Given.Of(kind, ("WORKER_MODE", mode)).Faults.Sentences.ShouldBe([fault]);

    [Theory]
    [InlineData(NodeKind.Scheduler)]
    [InlineData(NodeKind.Gateway)]
    public void Key_of_payloads_is_never_read_where_no_jobs_run(NodeKind kind)
    {
        var reading = Given.Of(kind, ("PAYLOAD_ENCRYPTION_KEY", "not a key"));

        reading.ShouldBeValid();
        reading.Warnings.ShouldHaveSingleItem().ShouldContain("never loads it");
    }
}
