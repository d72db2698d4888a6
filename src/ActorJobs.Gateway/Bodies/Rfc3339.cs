using System.Globalization;

namespace ActorJobs.Gateway.Bodies;

/// <summary>
/// Times as RFC 3339 writes them. An offset is required: without one nobody knows which moment is meant.
/// </summary>
internal static class Rfc3339
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    private const string WrittenFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Length of what <see cref="Write"/> writes.</summary>
    public const int WrittenLength = 24;

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        var upper = text.ToUpperInvariant();
        var hasOffset = upper.EndsWith('Z') || (upper.Length > 6 && upper[^3] == ':' && upper[^6] is '+' or '-');
        return hasOffset && DateTimeOffset.TryParseExact(
            upper, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    /// <summary>Writes a time in UTC with milliseconds.</summary>
    public static void Write(DateTimeOffset time, Span<byte> text) =>
        time.UtcDateTime.TryFormat(text, out _, WrittenFormat, CultureInfo.InvariantCulture);

    /// <summary>As <see cref="Write"/>, as a string.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString(WrittenFormat, CultureInfo.InvariantCulture);
}
