using System.Text.Json;

namespace ActorJobs.Gateway.Bodies;

/// <summary>Sentences about what is wrong with fields; none names a payload's content.</summary>
internal static class FieldFaults
{
    public static string Unknown(string name, IReadOnlyList<string> known, string kind = "field")
    {
        var nearest = NearestName.Find(name, known);
        return $"'{NearestName.Cut(name)}' is not a known {kind}; " +
            (nearest is null ? $"known are {string.Join(", ", known)}." : $"did you mean {nearest}?");
    }

    public static string Repeated(string name) => $"{name} is given more than once; give it once.";

    public static string WrongKind(string name, string wanted, JsonTokenType found) =>
        $"{name} must be {wanted} but is {Describe(found)}.";

    public static string NotADuration(string name, string text) =>
        $"{name} must be a duration such as 500ms, 10s, 5m, 1h or 2d but is '{NearestName.Cut(text)}'.";

    public static string NotATime(string name, string text) =>
        $"{name} must be an RFC 3339 time with an offset, such as 2030-01-31T12:00:00Z, but is '{NearestName.Cut(text)}'.";

    public static string NotAnId(string name, string text) =>
        $"{name} must be a UUID such as 0197c3a2-7b1e-7c55-9d0a-3f6d2b8e4a10, of version 7 best, but is '{NearestName.Cut(text)}'.";

    public static string NotAPriority(string text) =>
        $"priority must be high, normal or low but is '{NearestName.Cut(text)}'.";

    public static string NotAFailurePolicy(string name, string text) =>
        $"{name} must be hold, cancel or run but is '{NearestName.Cut(text)}'.";

    public static string NotAUniquePolicy(string name, string text) =>
        $"{name} must be keep, replace or latest but is '{NearestName.Cut(text)}'.";

    /// <summary>Where the text stops being JSON. The reader's own message would quote the text.</summary>
    public static string NotJson(string subject, JsonException exception) =>
        $"{subject} is not valid JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.";

    public static string Describe(JsonTokenType kind) => kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        _ => "nothing",
    };
}
