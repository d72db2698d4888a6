using System.Globalization;

namespace ActorJobs.Rules;

/// <summary>At most so many starts in any period of a length, in the whole cluster.</summary>
/// <param name="Count">Starts, 1 to 100,000.</param>
/// <param name="Period">In so much time, 100 ms to 24 h.</param>
public sealed record RateLimit(int Count, TimeSpan Period)
{
    /// <summary>Most starts of a limit.</summary>
    public const int MaxCount = 100_000;

    private static readonly TimeSpan MinPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxPeriod = TimeSpan.FromDays(1);

    /// <summary>Reads <c>10/s</c>, <c>100/m</c>, <c>5/h</c> or <c>20/30s</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">The limit; null when the text is none.</param>
    public static bool TryParse(string? text, out RateLimit? limit)
    {
        limit = null;
        var mark = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (mark < 1
            || !int.TryParse(text.AsSpan(0, mark), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !TryParsePeriod(text![(mark + 1)..], out var period)
            || count is < 1 or > MaxCount || period < MinPeriod || period > MaxPeriod)
        {
            return false;
        }
        limit = new RateLimit(count, period);
        return true;
    }

    /// <summary>For example <c>20/30s</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Count}/{DurationText.Format(Period)}");

    private static bool TryParsePeriod(string text, out TimeSpan period) =>
        DurationText.TryParse(text is "ms" or "s" or "m" or "h" ? "1" + text : text, out period);
}
