using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Schedules;

namespace ActorJobs.Scheduling.Tests;

public sealed class ScheduleRulesTests
{
    private static readonly DateTimeOffset Now = Any.Time("2026-06-01T12:00Z");

    [Theory]
    [InlineData("0 3 * * *", "Europe/Berlin")]
    [InlineData("H H(0-5) * * 1-5", "America/New_York")]
    [InlineData("@weekly", "Etc/UTC")]
    [InlineData("0 0 29 2 *", "UTC")]
    public void Good_schedules_have_no_fault(string cron, string zone) => Faults(Any.Cron(cron, zone)).ShouldBeEmpty();

    [Theory]
    [InlineData("0 0 31 2 *", "UTC", "cron '0 0 31 2 *' names a date that never comes, such as 31 February.")]
    [InlineData("0 0 * * *", "Europe/Berlinn", "timeZone 'Europe/Berlinn' does not exist; give a name of the IANA database, such as Europe/Berlin.")]
    [InlineData("0 0 * * *", "W. Europe Standard Time",
        "timeZone 'W. Europe Standard Time' does not exist; give a name of the IANA database, such as Europe/Berlin.")]
    [InlineData("H(9-70) * * * *", "UTC", "cron 'H(9-70) * * * *' is not understood: 'H(9-70)' is no range of the minute, which goes from 0 to 59.")]
    [InlineData("H/0 * * * *", "UTC", "cron 'H/0 * * * *' is not understood: the step of 'H/0' must be from 1 to 60.")]
    public void Fault_says_what_is_wrong(string cron, string zone, string fault) => Faults(Any.Cron(cron, zone)).ShouldBe([fault]);

    [Theory]
    [InlineData("")]
    [InlineData("61 * * * *")]
    [InlineData("* * *")]
    [InlineData("* * * * * * *")]
    [InlineData("@dayly")]
    [InlineData("h h h h h")]
    public void Cron_that_is_not_understood_is_named(string cron) =>
        Faults(Any.Cron(cron)).ShouldHaveSingleItem().ShouldStartWith($"cron '{cron}' is not understood: ");

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var faults = Faults(new Schedule
        {
            Id = "a b",
            Every = TimeSpan.Zero,
            TimeZone = "Europe/Berlin",
            Job = new ScheduledJob { Type = "", Payload = "{"u8.ToArray(), MaxRetries = 1000, Tags = [.. Enumerable.Repeat("t", 16)] },
            Overlap = (OverlapPolicy)9,
            Misfire = (MisfirePolicy)9,
            CatchUp = TimeSpan.FromDays(367),
            Jitter = TimeSpan.FromDays(2),
            StartAt = Now,
            EndAt = Now.AddTicks(-1),
            MaxFires = 0,
            Description = new string('d', 1001),
            Tags = [""],
        });

        faults.Select(fault => fault.Split(' ')[0]).ShouldBe(
            ["id", "every", "timeZone", "overlap", "misfire", "catchUp", "jitter", "endAt", "maxFires", "description", "tags",
                "job:", "job:", "job:", "job:"]);
        faults[^1].ShouldBe("job: tags must be at most 15, as schedule:ID is added to them.");
    }

    [Fact]
    public void Text_that_no_store_can_keep_is_refused() =>
        Faults(Any.Schedule with { Description = "a\0b", Tags = ["\ud800"] }).Select(fault => fault.Split(' ')[0])
            .ShouldBe(["description", "tags"]);

    [Fact]
    public void Anchor_without_an_interval_is_refused() =>
        Faults(Any.Cron("@daily") with { Anchor = Now }).ShouldBe(["anchor belongs to every; leave it out, or give every."]);

    [Theory]
    [InlineData(false, false, "Exactly one of cron, every and runAt must be given, not none.")]
    [InlineData(true, true, "Exactly one of cron, every and runAt must be given, not several.")]
    public void One_kind_of_time_is_given(bool every, bool runAt, string fault) => Faults(Any.Schedule with
    {
        Every = every ? TimeSpan.FromSeconds(1) : null, RunAt = runAt ? Now : null,
    }).ShouldBe([fault]);

    [Fact]
    public void Longest_id_is_allowed_and_its_jobs_can_be_enqueued()
    {
        var schedule = Any.Schedule with { Id = new string('x', ScheduleRules.MaxIdLength) };

        Faults(schedule).ShouldBeEmpty();
        ScheduleRules.MaxIdLength.ShouldBe(55);
        var fire = new ScheduleFire(Now, Now, FireCause.Schedule, FireResult.Enqueued, JobId.New(Now));
        JobAdmission.Admit(FireRequest.Of(schedule, fire, TimeSpan.FromHours(1)), JobDefaults.Standard, Now).Tags
            .ShouldBe([$"schedule:{schedule.Id}"]);
        Faults(schedule with { Id = schedule.Id + "x" }).ShouldHaveSingleItem();
    }

    private static ImmutableArray<string> Faults(Schedule schedule) =>
        ScheduleRules.FaultsOf(schedule, JobDefaults.Standard, Now);
}
