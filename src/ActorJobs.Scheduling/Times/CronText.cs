using Cronos;

namespace ActorJobs.Scheduling.Times;

/// <summary>
/// Reads cron expressions: five fields, six with seconds first, or a macro such as <c>@daily</c>, with
/// <see cref="HashedField"/>s in place of fixed values.
/// </summary>
internal static class CronText
{
    private const int FieldsWithSeconds = 6;

    /// <exception cref="FormatException">It is not understood; the message says why.</exception>
    public static CronExpression Parse(string text, string scheduleId)
    {
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var format = fields.Length == FieldsWithSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard;
        try
        {
            var first = HashedField.Kinds.Length - fields.Length;
            return CronExpression.Parse(first is 0 or 1
                ? string.Join(' ', fields.Select((field, i) => HashedField.Kinds[first + i].Fix(field, scheduleId)))
                : text.Trim(), format);
        }
        catch (FormatException fault)
        {
            throw new FormatException($"cron '{text}' is not understood: {fault.Message}", fault);
        }
    }
}
