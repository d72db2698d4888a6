using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorJobs.Stores.Postgres.Connections;

/// <summary>How values that need a form of their own are stored.</summary>
internal static class StoredForms
{
    private const char Replacement = '\uFFFD';

    /// <summary>Tags as a JSON array; null for none.</summary>
    public static string? TagsToText(ImmutableArray<string> tags) =>
        tags.IsDefaultOrEmpty ? null : JsonSerializer.Serialize([.. tags], StoredJson.Default.StringArray);

    /// <summary>Reads what <see cref="TagsToText"/> wrote.</summary>
    public static ImmutableArray<string> TagsFromText(string? text) =>
        text is null ? [] : ImmutableArray.Create(JsonSerializer.Deserialize(text, StoredJson.Default.StringArray)!);

    /// <summary>Reads errors, oldest first.</summary>
    public static ImmutableArray<JobError> ErrorsFromText(string? text) =>
        text is null ? [] : ImmutableArray.Create(JsonSerializer.Deserialize(text, StoredJson.Default.JobErrorArray)!);

    /// <summary>Adds an error to those stored and keeps the newest <see cref="JobLimits.MaxErrors"/>.</summary>
    public static string AppendError(string? stored, JobError error)
    {
        var before = ErrorsFromText(stored);
        var kept = before.Length < JobLimits.MaxErrors ? before : before[^(JobLimits.MaxErrors - 1)..];
        var cut = error with
        {
            Message = Cut(error.Message, JobLimits.MaxErrorLength),
            Detail = error.Detail is null ? null : Cut(error.Detail, JobLimits.MaxErrorLength),
        };
        return JsonSerializer.Serialize([.. kept, cut], StoredJson.Default.JobErrorArray);
    }

    /// <summary>The text, at most so long.</summary>
    public static string Cut(string text, int maxLength) => text.Length <= maxLength ? text : text[..maxLength];

    /// <summary>PostgreSQL's text holds neither NUL nor half a surrogate pair; free text gets a replacement there.</summary>
    public static string Clean(string text)
    {
        var clean = IsClean(text) ? text : new string([.. text.EnumerateRunes().SelectMany(rune => rune.ToString())]);
        return clean.Replace('\0', Replacement);
    }

    private static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (!char.IsSurrogatePair(text, i))
                {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}

/// <summary>Source-generated JSON of the columns that hold lists.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(JobError[]))]
[JsonSerializable(typeof(JobError))]
internal sealed partial class StoredJson : JsonSerializerContext;
