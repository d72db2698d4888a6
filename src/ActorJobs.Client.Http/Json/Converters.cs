using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorJobs.Rules;

namespace ActorJobs.Client.Http.Json;

/// <summary>A value by its text, also as the name of a property.</summary>
/// <typeparam name="T">Kind of value.</typeparam>
internal abstract class TextConverter<T> : JsonConverter<T>
    where T : struct
{
    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));

    public sealed override T ReadAsPropertyName(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public sealed override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Format(value));

    /// <summary>Reads a value; false for another text.</summary>
    protected abstract bool TryParse(string text, out T value);

    /// <summary>Writes a value.</summary>
    protected abstract string Format(T value);

    private T Parse(string? text) => text is not null && TryParse(text, out var value)
        ? value
        : throw new JsonException($"'{text}' is not known to this version as a {typeof(T).Name}.");
}

internal sealed class StateConverter : TextConverter<JobState>
{
    protected override bool TryParse(string text, out JobState value) => Names.TryParseState(text, out value);

    protected override string Format(JobState value) => value.ToName();
}

internal sealed class PriorityConverter : TextConverter<Priority>
{
    protected override bool TryParse(string text, out Priority value) => Names.TryParsePriority(text, out value);

    protected override string Format(Priority value) => value.ToName();
}

internal sealed class FailurePolicyConverter : TextConverter<FailurePolicy>
{
    protected override bool TryParse(string text, out FailurePolicy value) => Names.TryParseFailurePolicy(text, out value);

    protected override string Format(FailurePolicy value) => value.ToName();
}

internal sealed class UniquePolicyConverter : TextConverter<UniquePolicy>
{
    protected override bool TryParse(string text, out UniquePolicy value) => Names.TryParseUniquePolicy(text, out value);

    protected override string Format(UniquePolicy value) => value.ToName();
}

internal sealed class ErrorClassConverter : TextConverter<ErrorClass>
{
    protected override bool TryParse(string text, out ErrorClass value) => Names.TryParseErrorClass(text, out value);

    protected override string Format(ErrorClass value) => value.ToName();
}

/// <summary>A value of an enumeration by its name in camel case.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal abstract class WordConverter<T> : TextConverter<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Values =
        Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));

    protected override bool TryParse(string text, out T value) => Values.TryGetValue(text, out value);

    protected override string Format(T value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

internal sealed class MisfireConverter : WordConverter<Schedules.MisfirePolicy>;

internal sealed class OverlapConverter : WordConverter<Schedules.OverlapPolicy>;

internal sealed class JobIdConverter : TextConverter<JobId>
{
    protected override bool TryParse(string text, out JobId value) => JobId.TryParse(text, out value);

    protected override string Format(JobId value) => value.ToString();
}

internal sealed class DurationConverter : TextConverter<TimeSpan>
{
    protected override bool TryParse(string text, out TimeSpan value) => DurationText.TryParse(text, out value);

    protected override string Format(TimeSpan value) => DurationText.Format(value);
}

internal sealed class UtcTimeConverter : TextConverter<DateTimeOffset>
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    protected override bool TryParse(string text, out DateTimeOffset value) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);

    protected override string Format(DateTimeOffset value) =>
        value.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);
}
