using ActorJobs.Scheduling.Times;

namespace ActorJobs.Scheduling.Tests;

/// <summary><c>H</c> in cron expressions.</summary>
public sealed class HashedCronTests
{
    private static readonly DateTimeOffset Midnight = Any.Time("2026-06-01T00:00Z");

    [Fact]
    public void Every_schedule_keeps_its_own_time_and_many_spread()
    {
        var firsts = Enumerable.Range(0, 2400).Select(n => First("H H * * *", $"nightly-{n}")).ToList();

        firsts.ShouldBe(Enumerable.Range(0, 2400).Select(n => First("H H * * *", $"nightly-{n}")));
        firsts.GroupBy(at => at.Hour).Select(hour => hour.Count()).ShouldAllBe(count => count > 50 && count < 170);
        firsts.GroupBy(at => at.Minute).Count().ShouldBe(60);
    }

    /// <summary>A release that moved these would move every schedule of its users.</summary>
    [Theory]
    [InlineData("billing", "H H * * *", "20:21:00")]
    [InlineData("sync", "H H(1-5) * * *", "05:43:00")]
    public void Values_never_change(string id, string cron, string expected) =>
        First(cron, id).ToString("HH:mm:ss").ShouldBe(expected);

    [Fact]
    public void Range_and_step_are_kept()
    {
        for (var n = 0; n < 200; n++)
        {
            First("H H(2-4) * * *", $"s{n}").Hour.ShouldBeInRange(2, 4);
            var times = FireTimes.Of(Any.Cron("H/15 * * * *") with { Id = $"s{n}" });
            var minutes = times.After(Midnight.AddTicks(-1)).Take(8).ToList();
            minutes[0].Minute.ShouldBeInRange(0, 14);
            minutes.Zip(minutes.Skip(1), (one, next) => next - one).ShouldAllBe(gap => gap == TimeSpan.FromMinutes(15));
        }
    }

    private static DateTimeOffset First(string cron, string id) =>
        FireTimes.Of(Any.Cron(cron) with { Id = id }).NextAfter(Midnight.AddTicks(-1))!.Value;
}
