using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorJobs.Scheduling.Times;

/// <summary>
/// A field of a cron expression in which <c>H</c> stands for a value that follows from the schedule's id: <c>H</c> of all values,
/// <c>H(0-29)</c> of a range, <c>H/15</c> and <c>H(0-29)/10</c> in steps from such a value. So schedules that people all write
/// for midnight spread over the hour, and each keeps its time.
/// </summary>
internal sealed partial record HashedField(string Name, int Least, int Greatest)
{
    /// <summary>The fields in order. Days of the month end at 28, which every month has.</summary>
    public static readonly HashedField[] Kinds =
    [
        new("second", 0, 59), new("minute", 0, 59), new("hour", 0, 23), new("day of the month", 1, 28), new("month", 1, 12),
        new("day of the week", 0, 6),
    ];

    /// <summary>The field with values in place of each <c>H</c>.</summary>
    /// <exception cref="FormatException">A range or step cannot be.</exception>
    public string Fix(string field, string scheduleId) =>
        string.Join(',', field.Split(',').Select(part => Form().Match(part) is { Success: true } match
            ? Value(part, match, StableHash.Of($"{scheduleId}\n{Name}"))
            : part));

    private string Value(string part, Match match, ulong hash)
    {
        var least = Number(match, "least") ?? Least;
        var greatest = Number(match, "greatest") ?? Greatest;
        if (least > greatest || least < Least || greatest > Greatest)
        {
            throw new FormatException($"'{part}' is no range of the {Name}, which goes from {Least} to {Greatest}.");
        }
        if (Number(match, "step") is not { } step)
        {
            return Text(least + (int)(hash % (ulong)(greatest - least + 1)));
        }
        if (step < 1 || step > greatest - least + 1)
        {
            throw new FormatException($"the step of '{part}' must be from 1 to {greatest - least + 1}.");
        }
        return $"{Text(least + (int)(hash % (ulong)step))}-{Text(greatest)}/{Text(step)}";
    }

    private static int? Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : null;

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^H(\((?<least>\d{1,2})-(?<greatest>\d{1,2})\))?(/(?<step>\d{1,2}))?$")]
    private static partial Regex Form();
}
