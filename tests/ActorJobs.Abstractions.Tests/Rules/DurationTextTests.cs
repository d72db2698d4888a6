using ActorJobs.Rules;
using CsCheck;

namespace ActorJobs.Abstractions.Tests.Rules;

public class DurationTextTests
{
    [Theory]
    [InlineData("0ms", 0L)]
    [InlineData("1ms", 1L)]
    [InlineData("100ms", 100L)]
    [InlineData("500ms", 500L)]
    [InlineData("0s", 0L)]
    [InlineData("1s", 1_000L)]
    [InlineData("10s", 10_000L)]
    [InlineData("007s", 7_000L)]
    [InlineData("90s", 90_000L)]
    [InlineData("5m", 300_000L)]
    [InlineData("1h", 3_600_000L)]
    [InlineData("24h", 86_400_000L)]
    [InlineData("2d", 172_800_000L)]
    [InlineData("3650d", 315_360_000_000L)]
    public void A_whole_number_with_a_unit_is_a_duration(string text, long milliseconds)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("ms")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData("1.5s")]
    [InlineData("1,000ms")]
    [InlineData("1e3ms")]
    [InlineData("5 s")]
    [InlineData(" 5s")]
    [InlineData("5s ")]
    [InlineData("5S")]
    [InlineData("5sec")]
    [InlineData("5min")]
    [InlineData("1h30m")]
    [InlineData("1w")]
    [InlineData("00:00:05")]
    [InlineData("٣s")]
    [InlineData("10675200d")]
    [InlineData("99999999999999999999ms")]
    public void Anything_else_is_not(string? text)
    {
        DurationText.TryParse(text, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(1, "1ms")]
    [InlineData(1_500, "1500ms")]
    [InlineData(60_000, "1m")]
    [InlineData(90_000, "90s")]
    [InlineData(3_600_000, "1h")]
    [InlineData(86_400_000, "1d")]
    [InlineData(90_000_000, "25h")]
    public void The_largest_unit_without_a_fraction_is_written(int milliseconds, string text)
    {
        DurationText.Format(TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(text);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        Gen.Long[0, 315_360_000_000].Sample(milliseconds =>
        {
            var duration = TimeSpan.FromMilliseconds(milliseconds);
            return DurationText.TryParse(DurationText.Format(duration), out var read) && read == duration;
        });
    }
}
