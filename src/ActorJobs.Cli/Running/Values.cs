using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using ActorJobs.Rules;

namespace ActorJobs.Cli.Running;

/// <summary>Reads the values of options; a value that is none becomes a fault of the command line.</summary>
internal static class Values
{
    public static TimeSpan Duration(ArgumentResult result)
    {
        var text = Text(result);
        if (!DurationText.TryParse(text, out var duration))
        {
            result.AddError($"{NameOf(result)} must be a duration such as 500ms, 10s, 5m, 1h or 2d but is '{text}'.");
        }
        return duration;
    }

    public static TimeSpan? DurationWithin(ArgumentResult result, TimeSpan least, TimeSpan most)
    {
        var duration = Duration(result);
        if (DurationText.TryParse(Text(result), out _) && (duration < least || duration > most))
        {
            result.AddError($"{NameOf(result)} must be from {DurationText.Format(least)} to {DurationText.Format(most)} "
                + $"but is '{Text(result)}'.");
        }
        return duration;
    }

    public static TimeSpan? OptionalDuration(ArgumentResult result) => Duration(result);

    public static DateTimeOffset? Time(ArgumentResult result)
    {
        var text = Text(result);
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal)))
        {
            return time;
        }
        result.AddError($"{NameOf(result)} must be a time with an offset, such as 2030-01-31T12:00:00Z, but is '{text}'.");
        return null;
    }

    public static JobId Id(ArgumentResult result) => IdOf(result, Text(result));

    public static JobId[] Ids(ArgumentResult result) => [.. result.Tokens.Select(token => IdOf(result, token.Value))];

    public static JobState? State(ArgumentResult result) => Names.TryParseState(Text(result), out var state)
        ? state
        : Refuse<JobState>(result, Names.States.Select(known => known.ToName()));

    public static Priority? OptionalPriority(ArgumentResult result) =>
        Names.TryParsePriority(Text(result), out var priority)
            ? priority
            : Refuse<Priority>(result, Names.Priorities.Select(known => known.ToName()));

    public static T Word<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
        return words.TryGetValue(Text(result), out var found) ? found : Refuse<T>(result, words.Keys) ?? default;
    }

    private static JobId IdOf(ArgumentResult result, string text)
    {
        if (!JobId.TryParse(text, out var id))
        {
            result.AddError($"'{text}' is not the id of a job; ids look like 0197c3a2-7b1e-7c55-9d0a-3f6d2b8e4a10.");
        }
        return id;
    }

    private static T? Refuse<T>(ArgumentResult result, IEnumerable<string> words)
        where T : struct
    {
        result.AddError($"{NameOf(result)} must be one of {string.Join(", ", words)} but is '{Text(result)}'.");
        return null;
    }

    private static string Text(ArgumentResult result) => result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;

    private static string NameOf(ArgumentResult result) =>
        result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
}
