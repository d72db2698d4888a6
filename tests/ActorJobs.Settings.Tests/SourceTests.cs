namespace ActorJobs.Settings.Tests;

public class SourceTests
{
    [Fact]
    public void A_setting_may_stand_in_appsettings()
    {
        Given.File("""{"ActorJobs":{"WORKER_CONCURRENCY":7,"ENABLE_SCHEDULER":false}}""").ShouldBeValid()
            .ShouldSatisfyAllConditions(
                settings => settings.Worker.Concurrency.ShouldBe(7),
                settings => settings.Scheduler.Enabled.ShouldBeFalse());
    }

    [Fact]
    public void The_environment_wins_over_appsettings()
    {
        Given.File("""{"ActorJobs":{"WORKER_CONCURRENCY":7}}""", ("WORKER_CONCURRENCY", "8")).ShouldBeValid()
            .Worker.Concurrency.ShouldBe(8);
    }

    [Fact]
    public void A_list_in_appsettings_may_be_an_array()
    {
        Given.File("""{"ActorJobs":{"WORKER_MODE":"specialized","WORKER_PRIORITIES":["low","normal"]}}""").ShouldBeValid()
            .Worker.Priorities.ShouldBe([Priority.Normal, Priority.Low]);
    }

    [Fact]
    public void An_unknown_key_in_our_section_is_a_fault()
    {
        Given.File("""{"ActorJobs":{"WORKER_CONCURENCY":7,"Colour":"red","WorkerMode":"thin"}}""").Faults.Sentences.ShouldBe(
            [
                "ActorJobs:Colour is not a setting; remove it.",
                "ActorJobs:WORKER_CONCURENCY is not a setting; did you mean WORKER_CONCURRENCY?",
                "ActorJobs:WorkerMode is not a setting; did you mean WORKER_MODE?",
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("WORKER_CONCURENCY", "WORKER_CONCURRENCY")]
    [InlineData("SCHEDULER_INTERVALL", "SCHEDULER_INTERVAL")]
    [InlineData("REDIS_URI", "REDIS_URL")]
    [InlineData("API_KEY", "API_KEYS")]
    [InlineData("ACTORJOBS_WORKER_MODE", "WORKER_MODE")]
    public void A_near_miss_in_the_environment_is_a_warning(string name, string meant)
    {
        var reading = Given.Reading((name, "1"));

        reading.IsValid.ShouldBeTrue();
        reading.Warnings.ShouldBe([$"The environment variable {name} is not a setting; did you mean {meant}?"]);
    }

    [Fact]
    public void Sections_of_other_software_are_left_alone()
    {
        Given.File("""{"Logging":{"LogLevel":{"Default":"Debug"}},"AllowedHosts":"*"}""").Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Every_name_is_listed_once_in_alphabetical_order()
    {
        SettingNames.All.ShouldBe(SettingNames.All.Distinct().Order(StringComparer.Ordinal));
        SettingNames.Secrets.ShouldBeSubsetOf(SettingNames.All);
    }
}
