using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorJobs.Stores.Redis.Records;

/// <summary>What lies beside a record, as JSON.</summary>
internal static class StoredTexts
{
    /// <summary>An error as scripts take it: they put its attempt and a colon in front.</summary>
    public static byte[] ErrorToJson(JobError error) => JsonSerializer.SerializeToUtf8Bytes(
        new StoredError(
            error.At, error.Class, Cut(error.Message, JobLimits.MaxErrorLength),
            error.Detail is null ? null : Cut(error.Detail, JobLimits.MaxErrorLength), error.Node),
        StoredJson.Default.StoredError);

    /// <summary>Reads what a script kept of <see cref="ErrorToJson"/>.</summary>
    public static JobError ErrorFromJson(byte[] kept)
    {
        var mark = Array.IndexOf(kept, (byte)':');
        var attempt = int.Parse(kept.AsSpan(0, mark), NumberStyles.None, CultureInfo.InvariantCulture);
        var error = JsonSerializer.Deserialize(kept.AsSpan(mark + 1), StoredJson.Default.StoredError)!;
        return new JobError(attempt, error.At, error.Class, error.Message, error.Detail, error.Node);
    }

    /// <summary>Progress, its message cut and its time in whole milliseconds.</summary>
    public static byte[] ProgressToJson(JobProgress progress) => JsonSerializer.SerializeToUtf8Bytes(
        progress with
        {
            Message = progress.Message is { } message ? Cut(message, JobLimits.MaxLogLineLength) : null,
            At = Whole(progress.At),
        },
        StoredJson.Default.JobProgress);

    public static JobProgress ProgressFromJson(byte[] kept) =>
        JsonSerializer.Deserialize(kept, StoredJson.Default.JobProgress)!;

    /// <summary>A log line, cut and its time in whole milliseconds.</summary>
    public static byte[] LineToJson(JobLogLine line) => JsonSerializer.SerializeToUtf8Bytes(
        line with { Text = Cut(line.Text, JobLimits.MaxLogLineLength), At = Whole(line.At) }, StoredJson.Default.JobLogLine);

    public static JobLogLine LineFromJson(byte[] kept) => JsonSerializer.Deserialize(kept, StoredJson.Default.JobLogLine)!;

    private static string Cut(string text, int maxLength) => text.Length <= maxLength ? text : text[..maxLength];

    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.Ms());
}

/// <summary>An error without its attempt.</summary>
internal sealed record StoredError(DateTimeOffset At, ErrorClass Class, string Message, string? Detail, string? Node);

/// <summary>Source-generated JSON of what lies beside records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(JobLogLine))]
[JsonSerializable(typeof(JobProgress))]
[JsonSerializable(typeof(StoredError))]
internal sealed partial class StoredJson : JsonSerializerContext;
