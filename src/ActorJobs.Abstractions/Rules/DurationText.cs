using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ActorJobs.Rules;

/// <summary>
/// Durations as users write them: a whole number and a unit, as in <c>500ms</c>, <c>10s</c>, <c>5m</c>, <c>1h</c>,
/// <c>2d</c>.
/// </summary>
public static class DurationText
{
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Reads a duration; false for anything else, a sign, a fraction or a missing unit included.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan duration)
    {
        duration = default;
        foreach (var (suffix, unit) in Units)
        {
            if (text is null || !text.EndsWith(suffix, StringComparison.Ordinal))
            {
                continue;
            }
            var digits = text.AsSpan(0, text.Length - suffix.Length);
            if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count <= TimeSpan.MaxValue.Ticks / unit.Ticks)
            {
                duration = TimeSpan.FromTicks(count * unit.Ticks);
                return true;
            }
        }
        return false;
    }

    /// <summary>Writes a duration with the largest unit that needs no fraction; parts below 1 ms are dropped.</summary>
    public static string Format(TimeSpan duration)
    {
        foreach (var (suffix, unit) in Units.Reverse())
        {
            if (duration.Ticks >= unit.Ticks && duration.Ticks % unit.Ticks == 0)
            {
                return (duration.Ticks / unit.Ticks).ToString(CultureInfo.InvariantCulture) + suffix;
            }
        }
        return ((long)duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + "ms";
    }
}
