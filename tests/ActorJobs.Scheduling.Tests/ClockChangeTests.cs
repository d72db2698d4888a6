using ActorJobs.Scheduling.Times;

namespace ActorJobs.Scheduling.Tests;

/// <summary>
/// Fires on days when clocks change, against times worked out by hand from the laws of 2026: Berlin on 29 March and 25 October at
/// 01:00Z, New York on 8 March at 07:00Z and 1 November at 06:00Z, Lord Howe by half an hour on 4 April at 15:00Z and 3 October
/// at 15:30Z.
/// </summary>
public sealed class ClockChangeTests
{
    [Theory]
    // Put forward: a time that is left out comes at the change, other times by the new clock.
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-03-28T00:00Z", "03-28T01:30 03-29T01:00 03-30T00:30")]
    [InlineData("Europe/Berlin", "0 12 * * *", "2026-03-28T00:00Z", "03-28T11:00 03-29T10:00 03-30T10:00")]
    [InlineData("Europe/Berlin", "*/30 * * * *", "2026-03-29T00:00Z", "03-29T00:30 03-29T01:00 03-29T01:30 03-29T02:00")]
    [InlineData("Europe/Berlin", "0 * * * *", "2026-03-28T23:30Z", "03-29T00:00 03-29T01:00 03-29T02:00")]
    [InlineData("America/New_York", "30 2 * * *", "2026-03-07T00:00Z", "03-07T07:30 03-08T07:00 03-09T06:30")]
    [InlineData("America/New_York", "15 */2 * * *", "2026-03-08T05:00Z", "03-08T05:15 03-08T07:00 03-08T08:15")]
    [InlineData("Australia/Lord_Howe", "15 2 * * *", "2026-10-02T00:00Z", "10-02T15:45 10-03T15:30 10-04T15:15")]
    [InlineData("Australia/Lord_Howe", "0 * * * *", "2026-10-03T14:00Z", "10-03T14:30 10-03T15:30 10-03T16:00 10-03T17:00")]
    // Put back: a fixed time fires the first time only, an interval all through.
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-10-24T00:00Z", "10-24T00:30 10-25T00:30 10-26T01:30")]
    [InlineData("Europe/Berlin", "*/30 * * * *", "2026-10-25T00:00Z", "10-25T00:30 10-25T01:00 10-25T01:30 10-25T02:00")]
    [InlineData("Europe/Berlin", "0 * * * *", "2026-10-24T23:30Z", "10-25T00:00 10-25T01:00 10-25T02:00")]
    [InlineData("America/New_York", "30 1 * * *", "2026-10-31T00:00Z", "10-31T05:30 11-01T05:30 11-02T06:30")]
    [InlineData("America/New_York", "*/20 1 * * *", "2026-11-01T04:00Z",
        "11-01T05:00 11-01T05:20 11-01T05:40 11-01T06:00 11-01T06:20 11-01T06:40 11-02T06:00")]
    [InlineData("Australia/Lord_Howe", "45 1 * * *", "2026-04-03T00:00Z", "04-03T14:45 04-04T14:45 04-05T15:15")]
    [InlineData("Australia/Lord_Howe", "*/15 * * * *", "2026-04-04T14:30Z", "04-04T14:45 04-04T15:00 04-04T15:15 04-04T15:30")]
    [InlineData("Australia/Lord_Howe", "0 * * * *", "2026-04-04T13:30Z", "04-04T14:00 04-04T15:30 04-04T16:30")]
    public void Cron_fires_as_the_clocks_of_its_zone_say(string zone, string cron, string after, string expected)
    {
        var times = FireTimes.Of(Any.Cron(cron, zone));

        var fires = times.After(Any.Time(after)).Take(expected.Split(' ').Length);

        string.Join(' ', fires.Select(at => at.ToString("MM-ddTHH:mm"))).ShouldBe(expected);
    }

    [Fact]
    public void Interval_is_not_moved_by_clocks()
    {
        var times = FireTimes.Of(Any.Schedule with { Every = TimeSpan.FromHours(6), Anchor = Any.Time("2026-03-28T02:30+01:00") });

        times.After(Any.Time("2026-03-28T02:00Z")).Take(5).Select(at => at.ToString("MM-ddTHH:mm")).ShouldBe(
            ["03-28T07:30", "03-28T13:30", "03-28T19:30", "03-29T01:30", "03-29T07:30"]);
    }
}
