using System.Globalization;
using ActorJobs.Stores;

namespace ActorJobs.Dashboard.Text;

/// <summary>Numbers, times and names as people read them.</summary>
internal static class Figures
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Whole(long number) => number.ToString("N0", Culture);

    public static string Jobs(long number) => number == 1 ? "1 job" : $"{Whole(number)} jobs";

    /// <summary>Short form of large numbers: 12.3k.</summary>
    public static string Short(double number) => Math.Abs(number) switch
    {
        >= 1e9 => (number / 1e9).ToString("0.#", Culture) + "G",
        >= 1e6 => (number / 1e6).ToString("0.#", Culture) + "M",
        >= 1e4 => (number / 1e3).ToString("0.#", Culture) + "k",
        >= 100 => number.ToString("N0", Culture),
        _ => number.ToString("0.#", Culture),
    };

    public static string Percent(double share) => share.ToString("0%", Culture);

    /// <summary>A duration in at most two units.</summary>
    public static string Span(TimeSpan span) => span.TotalSeconds switch
    {
        < 0.0005 => "0 ms",
        < 0.01 => span.TotalMilliseconds.ToString("0.#", Culture) + " ms",
        < 1 => span.TotalMilliseconds.ToString("0", Culture) + " ms",
        < 10 => span.TotalSeconds.ToString("0.0", Culture) + " s",
        < 60 => span.TotalSeconds.ToString("0", Culture) + " s",
        < 3600 => Two(span.Minutes, "min", span.Seconds, "s"),
        < 86400 => Two(span.Hours, "h", span.Minutes, "min"),
        _ => Two((int)span.TotalDays, "d", span.Hours, "h"),
    };

    /// <summary>Long ago or ahead.</summary>
    public static string Relative(DateTimeOffset time, DateTimeOffset now)
    {
        var distance = now - time;
        return distance.Duration() < TimeSpan.FromSeconds(1) ? "now"
            : distance > TimeSpan.Zero ? $"{Coarse(distance)} ago"
            : $"in {Coarse(-distance)}";
    }

    public static string Utc(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", Culture) + " UTC";

    public static string UtcPrecise(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", Culture) + " UTC";

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", Culture);

    /// <summary>The random end of an id, which tells jobs of one moment apart.</summary>
    public static string ShortId(JobId id) => "…" + id.ToString()[^8..];

    public static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];

    public static string Lanes(Pause pause) => (pause.Priority, pause.Type) switch
    {
        (null, null) => "everything",
        ({ } priority, null) => $"{priority.ToName()} priority",
        (null, { } type) => type,
        ({ } priority, { } type) => $"{type} at {priority.ToName()} priority",
    };

    private static string Coarse(TimeSpan span) => span.TotalSeconds switch
    {
        < 60 => span.TotalSeconds.ToString("0", Culture) + " s",
        < 3600 => span.TotalMinutes.ToString("0", Culture) + " min",
        < 86400 => span.TotalHours.ToString("0.#", Culture) + " h",
        _ => span.TotalDays.ToString("0.#", Culture) + " d",
    };

    private static string Two(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
}
