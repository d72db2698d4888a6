using ActorJobs.Scheduling.Times;
using CsCheck;

namespace ActorJobs.Scheduling.Tests;

public sealed class FireTimesTests
{
    private static readonly DateTimeOffset Noon = Any.Time("2026-06-01T12:00Z");

    [Theory]
    [InlineData("*/10 * * * * *", "12:00:10 12:00:20")]
    [InlineData("@hourly", "13:00:00 14:00:00")]
    [InlineData("@daily", "00:00:00 00:00:00")]
    [InlineData("  0   18 * * 1-5 ", "18:00:00 18:00:00")]
    [InlineData("0 0 L * *", "00:00:00 00:00:00")]
    public void Cron_may_have_seconds_macros_and_spaces(string cron, string expected) =>
        string.Join(' ', FireTimes.Of(Any.Cron(cron)).After(Noon).Take(2).Select(at => at.ToString("HH:mm:ss"))).ShouldBe(expected);

    [Theory]
    [InlineData("2026-06-01T12:00Z", "2026-06-01T12:00:10Z")] // a time itself is not after itself
    [InlineData("2026-06-01T11:59:59.999Z", "2026-06-01T12:00Z")]
    [InlineData("1960-01-01T00:00:03Z", "1960-01-01T00:00:10Z")] // before the anchor
    public void Interval_counts_from_its_anchor(string after, string expected) =>
        FireTimes.Of(Any.Schedule with { Every = TimeSpan.FromSeconds(10) }).NextAfter(Any.Time(after)).ShouldBe(Any.Time(expected));

    [Fact]
    public void Interval_times_are_whole_intervals_from_the_anchor_without_a_gap()
    {
        var tenYears = TimeSpan.FromDays(3660).Ticks;
        Gen.Select(Gen.Long[TimeSpan.TicksPerMillisecond * 100, tenYears], Gen.Long[-tenYears, tenYears], Gen.Long[-tenYears, tenYears])
            .Sample((every, anchor, after) =>
            {
                var times = FireTimes.Of(Any.Schedule with { Every = new TimeSpan(every), Anchor = Noon.AddTicks(anchor) });
                var at = Noon.AddTicks(after);

                var next = times.NextAfter(at).ShouldNotBeNull();

                (next > at && next.AddTicks(-every) <= at).ShouldBeTrue();
                ((next - Noon.AddTicks(anchor)).Ticks % every).ShouldBe(0);
            });
    }

    [Fact]
    public void Single_time_comes_once()
    {
        var times = FireTimes.Of(Any.Schedule with { Every = null, RunAt = Noon });

        times.After(Noon.AddYears(-1)).ShouldBe([Noon]);
        times.NextAfter(Noon).ShouldBeNull();
    }

    [Fact]
    public void Start_and_end_belong_to_the_times()
    {
        var times = FireTimes.Of(Any.Schedule with
        {
            Every = TimeSpan.FromMinutes(1), StartAt = Noon, EndAt = Noon.AddMinutes(2),
        });

        times.After(Noon.AddDays(-9)).ShouldBe([Noon, Noon.AddMinutes(1), Noon.AddMinutes(2)]);
    }

    [Theory]
    [InlineData("* * 9 * * *", "2026-06-01T09:59:59Z")]
    [InlineData("0 0 1 1 *", "2026-01-01T00:00Z")]
    [InlineData("0 12 * * *", "2026-06-01T12:00Z")]
    public void Last_time_is_found_however_far_back(string cron, string expected)
    {
        var times = FireTimes.Of(Any.Cron(cron));

        times.LastUpTo(Noon, Noon.AddYears(-2)).ShouldBe(Any.Time(expected));
        times.LastUpTo(Noon, Any.Time(expected)).ShouldBeNull();
    }
}
