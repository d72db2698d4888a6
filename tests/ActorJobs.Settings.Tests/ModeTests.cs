namespace ActorJobs.Settings.Tests;

public class ModeTests
{
    [Fact]
    public void The_all_in_one_node_is_thin_when_nothing_is_set()
    {
        var settings = Given.AllInOne().ShouldBeValid();

        settings.Worker.Mode.ShouldBe(WorkerMode.Thin);
        settings.Cluster.Port.ShouldBe(0);
        settings.Gateway.Listen.ShouldBe(new ListenUrl("http://127.0.0.1:8080", "127.0.0.1", 8080));
        settings.JobTypes.SampleJobs.ShouldBeTrue();
        settings.Scheduler.Enabled.ShouldBeTrue();
        settings.Worker.Concurrency.ShouldBe(10);
    }

    [Fact]
    public void The_all_in_one_node_is_default_when_it_is_told_whom_to_join()
    {
        Given.AllInOne(("CLUSTER_SEEDS", "127.0.0.1:4053")).ShouldBeValid().Worker.Mode.ShouldBe(WorkerMode.Default);
    }

    [Fact]
    public void A_set_mode_wins_in_the_all_in_one_node()
    {
        Given.AllInOne(("WORKER_MODE", "scheduler-only")).ShouldBeValid().Worker.Mode.ShouldBe(WorkerMode.SchedulerOnly);
    }

    [Theory]
    [InlineData("thin", WorkerMode.Thin)]
    [InlineData("DEFAULT", WorkerMode.Default)]
    [InlineData("specialized", WorkerMode.Specialized)]
    [InlineData("scheduler-only", WorkerMode.SchedulerOnly)]
    [InlineData("gateway-only", WorkerMode.GatewayOnly)]
    public void Every_mode_is_known_by_its_word(string word, WorkerMode mode)
    {
        Given.Settings(("WORKER_MODE", word)).Worker.Mode.ShouldBe(mode);
    }

    [Fact]
    public void Scheduler_only_has_no_slots_whatever_the_concurrency()
    {
        var settings = Given.Settings(("WORKER_MODE", "scheduler-only"), ("WORKER_CONCURRENCY", "50"));

        settings.Worker.Concurrency.ShouldBe(0);
        settings.Worker.RunsJobs.ShouldBeFalse();
        settings.Scheduler.Enabled.ShouldBeTrue();
        settings.Gateway.Listen.ShouldBeNull();
    }

    [Fact]
    public void Gateway_only_has_a_gateway_and_neither_slots_nor_scheduler()
    {
        var settings = Given.Settings(("WORKER_MODE", "gateway-only"));

        settings.Worker.RunsJobs.ShouldBeFalse();
        settings.Scheduler.Enabled.ShouldBeFalse();
        settings.Gateway.Listen.ShouldNotBeNull().Port.ShouldBe(8080);
        settings.JobTypes.SampleJobs.ShouldBeFalse();
    }

    [Fact]
    public void Gateway_only_cannot_switch_its_gateway_off()
    {
        Given.Reading(("WORKER_MODE", "gateway-only"), ("GATEWAY_URL", "off")).Faults.Sentences.ShouldBe(
            ["GATEWAY_URL must not be off when WORKER_MODE is 'gateway-only' but is 'off'; unset it or choose another WORKER_MODE."]);
    }

    [Fact]
    public void Scheduler_only_cannot_switch_its_scheduler_off()
    {
        Given.Reading(("WORKER_MODE", "scheduler-only"), ("ENABLE_SCHEDULER", "false")).Faults.Sentences.ShouldBe(
            ["ENABLE_SCHEDULER must not be false when WORKER_MODE is 'scheduler-only' but is 'false'; "
                + "unset it or choose another WORKER_MODE."]);
    }

    [Fact]
    public void Thin_can_switch_its_gateway_off()
    {
        Given.Settings(("WORKER_MODE", "thin"), ("GATEWAY_URL", "off")).Gateway.Listen.ShouldBeNull();
    }

    [Fact]
    public void Default_mode_with_a_gateway_is_the_combined_mode()
    {
        var settings = Given.Settings(("GATEWAY_URL", "http://localhost:0/"));

        settings.Gateway.Listen.ShouldBe(new ListenUrl("http://localhost:0", "localhost", 0));
        settings.Worker.RunsJobs.ShouldBeTrue();
    }

    [Fact]
    public void Specialized_takes_its_priorities_most_urgent_first()
    {
        Given.Settings(("WORKER_MODE", "specialized"), ("WORKER_PRIORITIES", "Low, high"))
            .Worker.Priorities.ShouldBe([Priority.High, Priority.Low]);
    }

    [Fact]
    public void Thin_takes_every_priority()
    {
        Given.Reading(("WORKER_MODE", "thin"), ("WORKER_PRIORITIES", "high")).Faults.Sentences.ShouldBe(
            ["WORKER_PRIORITIES must list every priority when WORKER_MODE is 'thin' but is 'high'; "
                + "unset it or set WORKER_MODE to specialized."]);
    }

    [Fact]
    public void Job_specialized_takes_its_types()
    {
        Given.Settings(("WORKER_MODE", "job-specialized"), ("WORKER_JOB_TYPES", "echo, mail:send/v2"))
            .Worker.JobTypes.ShouldBe(["echo", "mail:send/v2"]);
    }

    [Fact]
    public void Job_specialized_needs_types()
    {
        Given.Reading(("WORKER_MODE", "job-specialized")).Faults.Sentences.ShouldBe(
            ["WORKER_JOB_TYPES must name at least one job type when WORKER_MODE is 'job-specialized'; "
                + "set it to a list such as echo,sleep."]);
    }

    [Theory]
    [InlineData("echo,echo")]
    [InlineData("e cho")]
    public void Job_specialized_refuses_what_is_no_list_of_types(string types)
    {
        Given.Reading(("WORKER_MODE", "job-specialized"), ("WORKER_JOB_TYPES", types)).Faults.Sentences.ShouldBe(
            ["WORKER_JOB_TYPES must list job types of letters, digits and . _ : / - characters, each at most once "
                + $"but is '{types}'; set it to a list such as echo,sleep."]);
    }

    [Fact]
    public void A_misspelt_mode_brings_no_faults_that_depend_on_it()
    {
        Given.Reading(("WORKER_MODE", "job-specialised"), ("WORKER_JOB_TYPES", "echo")).Faults.Sentences
            .ShouldHaveSingleItem().ShouldStartWith("WORKER_MODE must be ");
    }
}
