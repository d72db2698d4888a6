using System.Text;
using ActorJobs.Dashboard.Text;
using ActorJobs.Schedules;

namespace ActorJobs.Dashboard.Tests;

public sealed class TextTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("01a21540-b7dd-7375-8342-8726cae4181e", "jobs/01a21540-b7dd-7375-8342-8726cae4181e")]
    [InlineData("send_mail", "jobs?type=send_mail")]
    [InlineData("tag: red & blue", "jobs?tag=red%20%26%20blue")]
    [InlineData("Error:no such user", "jobs?error=no%20such%20user")]
    [InlineData("billing:close", "jobs?type=billing%3Aclose")]
    public void What_is_searched_leads_to_a_job_or_a_list(string text, string path) => SearchText.ToPath(text).ShouldBe(path);

    [Fact]
    public void JSON_is_coloured_and_nothing_of_it_becomes_markup()
    {
        var html = JsonColours.Paint("""{ "<script>": "</span><b>", "n": -1.5e3, "is": true }""");

        html.ShouldBe("{ <span class=\"j-key\">&quot;&lt;script&gt;&quot;</span>: <span class=\"j-text\">&quot;&lt;/span&gt;&lt;b&gt;&quot;</span>, "
            + "<span class=\"j-key\">&quot;n&quot;</span>: <span class=\"j-number\">-1.5e3</span>, "
            + "<span class=\"j-key\">&quot;is&quot;</span>: <span class=\"j-word\">true</span> }");
    }

    [Fact]
    public void A_draft_of_an_encrypted_job_passes_the_envelope_on_untouched()
    {
        var sealedJson = Encoding.UTF8.GetBytes("""{"$encrypted":"abc"}""");
        var job = new JobSnapshot
        {
            Id = JobId.New(Now), Type = "mail", Priority = Priority.Low, State = JobState.Failed, Attempt = 1, MaxRetries = 2,
            Timeout = TimeSpan.FromSeconds(30), CreatedAt = Now, RunAt = Now, Payload = sealedJson, UniqueKey = "once",
        };

        var request = JobDraft.Of(job).ToRequest();

        request.Payload.ToArray().ShouldBe(sealedJson);
        request.Options!.UniqueKey.ShouldBeNull();
        request.Options.Timeout.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_preview_holds_ten_fires_and_tells_of_the_next_change_of_clocks()
    {
        var schedule = new Schedule
        {
            Id = "nightly", Cron = "30 2 * * *", TimeZone = "Europe/Berlin", Job = new ScheduledJob { Type = "x", Payload = "{}"u8.ToArray() },
        };

        var fires = ScheduleWords.Preview(schedule, Now);

        fires.Count.ShouldBe(10);
        ScheduleWords.Local(schedule, fires[0]).ShouldBe("Mon 2026-03-02 02:30:00 +01:00");
        ScheduleWords.ClockNote(schedule, Now).ShouldBe(
            "Clocks in Europe/Berlin are put forward on 2026-03-29: a time that is left out fires at the moment of the change.");
        ScheduleWords.ClockNote(schedule with { TimeZone = "UTC" }, Now).ShouldBeNull();
    }

    [Theory]
    [InlineData(0.0014, "1.4 ms")]
    [InlineData(0.25, "250 ms")]
    [InlineData(3.21, "3.2 s")]
    [InlineData(95, "1 min 35 s")]
    [InlineData(7260, "2 h 1 min")]
    public void Durations_are_short(double seconds, string text) => Figures.Span(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Fact]
    public void The_filter_in_an_address_is_the_filter_asked_for()
    {
        var query = new JobQuery { State = "failed", Tag = "a&b", Since = "1h", Error = "no user" };

        query.ToPath().ShouldBe("jobs?state=failed&tag=a%26b&error=no%20user&since=1h");
        query.ToFilter(Now).ShouldBe(new ActorJobs.Stores.JobFilter(JobState.Failed, Tag: "a&b") { Error = "no user", From = Now.AddHours(-1) });
        query.Words().ShouldBe("in state failed, tagged a&b, whose error contains “no user”, of the last 1h");
        new JobQuery { Before = "x" }.IsEmpty.ShouldBeTrue();
    }
}
