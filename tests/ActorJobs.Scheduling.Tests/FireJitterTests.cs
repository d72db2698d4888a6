using ActorJobs.Schedules;

namespace ActorJobs.Scheduling.Tests;

public sealed class FireJitterTests
{
    private static readonly DateTimeOffset Noon = Any.Time("2026-06-01T12:00Z");
    private static readonly Schedule Spread = Any.Schedule with { Jitter = TimeSpan.FromMinutes(10) };

    [Fact]
    public void None_without_a_jitter() => FireJitter.Of(Any.Schedule, Noon).ShouldBe(TimeSpan.Zero);

    /// <summary>In every process and release: worked out apart from the code, as the README says of <c>H</c>.</summary>
    [Fact]
    public void Same_fire_is_late_by_the_same() => FireJitter.Of(Spread, Noon).Ticks.ShouldBe(5_497_907_606);

    [Fact]
    public void Fires_spread_evenly_below_the_jitter()
    {
        var delays = Enumerable.Range(0, 1000).Select(n => FireJitter.Of(Spread, Noon.AddMinutes(n))).ToList();

        delays.ShouldAllBe(delay => delay >= TimeSpan.Zero && delay < Spread.Jitter);
        delays.GroupBy(delay => (int)delay.TotalMinutes).Select(minute => minute.Count()).ShouldAllBe(count => count > 60 && count < 140);
    }
}
