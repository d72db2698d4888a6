using ActorJobs.Schedules;
using ActorJobs.Scheduling.Times;

namespace ActorJobs.Scheduling.Tests;

/// <summary>What becomes of times that have come, of a schedule every second.</summary>
public sealed class DueFiresTests
{
    private static readonly TimeSpan MisfireAfter = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Mark = Any.Time("2026-06-01T12:00:00Z");

    [Fact]
    public void Nothing_is_due_before_the_next_time()
    {
        var due = Decide(Any.Schedule, TimeSpan.FromMilliseconds(999));

        (due.Fires.Length, due.FirstMissed, due.Mark).ShouldBe((0, null, Mark));
    }

    [Theory]
    [InlineData(MisfirePolicy.Skip)]
    [InlineData(MisfirePolicy.Once)]
    [InlineData(MisfirePolicy.All)]
    public void Being_late_by_a_take_over_fires_all_whatever_the_policy(MisfirePolicy policy)
    {
        var due = Decide(Any.Schedule with { Misfire = policy }, TimeSpan.FromSeconds(30.5));

        due.Fires.ShouldBe(Seconds(1, 30));
        (due.Cause, due.FirstMissed, due.Mark).ShouldBe((FireCause.Schedule, null, Mark.AddSeconds(30.5)));
    }

    [Theory]
    [InlineData(MisfirePolicy.Skip, 0, 0, true)]
    [InlineData(MisfirePolicy.Once, 60, 60, true)]
    [InlineData(MisfirePolicy.All, 1, 60, false)]
    public void Outage_is_made_up_for_as_the_policy_says(MisfirePolicy policy, int first, int last, bool misses)
    {
        var due = Decide(Any.Schedule with { Misfire = policy }, TimeSpan.FromSeconds(60));

        due.Fires.ShouldBe(first == 0 ? [] : Seconds(first, last));
        due.Cause.ShouldBe(FireCause.CatchUp);
        due.FirstMissed.ShouldBe(misses ? Mark.AddSeconds(1) : null);
        due.Mark.ShouldBe(Mark.AddSeconds(60));
    }

    [Fact]
    public void Times_before_the_catch_up_window_are_missed()
    {
        var schedule = Any.Schedule with { Misfire = MisfirePolicy.All, CatchUp = TimeSpan.FromSeconds(5) };

        var due = Decide(schedule, TimeSpan.FromSeconds(60));

        due.Fires.ShouldBe(Seconds(56, 60));
        due.FirstMissed.ShouldBe(Mark.AddSeconds(1));
        Decide(schedule with { Misfire = MisfirePolicy.Once, CatchUp = TimeSpan.Zero }, TimeSpan.FromSeconds(60.5)).Fires.ShouldBeEmpty();
    }

    [Fact]
    public void Long_outage_is_made_up_for_in_parts_without_a_gap()
    {
        var schedule = Any.Schedule with { Misfire = MisfirePolicy.All };
        var (now, mark, fires) = (Mark.AddSeconds(2500), Mark, new List<DateTimeOffset>());

        for (var part = 0; part < 3; part++)
        {
            var due = DueFires.Decide(schedule, FireTimes.Of(schedule), mark, now, MisfireAfter);
            due.Fires.Length.ShouldBe(part < 2 ? DueFires.MaxFires : 500);
            fires.AddRange(due.Fires);
            mark = due.Mark;
        }

        fires.ShouldBe(Seconds(1, 2500));
        mark.ShouldBe(now);
    }

    [Fact]
    public void Clock_set_back_repeats_nothing()
    {
        var due = Decide(Any.Schedule, TimeSpan.FromHours(-1));

        (due.Fires.Length, due.Mark).ShouldBe((0, Mark));
    }

    [Fact]
    public void Year_of_missed_times_is_dealt_with_at_once()
    {
        var schedule = Any.Schedule with { Every = ScheduleRules.MinEvery, CatchUp = ScheduleRules.MaxCatchUp };

        var due = Decide(schedule, TimeSpan.FromDays(365));

        due.Fires.ShouldBe([Mark.AddDays(365)]);
    }

    private static DueFires Decide(Schedule schedule, TimeSpan later) =>
        DueFires.Decide(schedule, FireTimes.Of(schedule), Mark, Mark + later, MisfireAfter);

    private static IEnumerable<DateTimeOffset> Seconds(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(n => Mark.AddSeconds(n));
}
