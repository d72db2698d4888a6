using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ActorJobs.Rules;

namespace ActorJobs.Scheduling.Json;

/// <summary>Reads the fields of one JSON object and collects every fault. Null counts as left out.</summary>
/// <param name="element">The object.</param>
/// <param name="prefix">In front of each fault, as <c>job: </c>.</param>
/// <param name="faults">Where they go.</param>
internal sealed class ScheduleFields(JsonElement element, string prefix, List<string> faults)
{
    private const int MaxShown = 64;

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Names what is not known, and what is given twice.</summary>
    public void Check(params string[] known)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in element.EnumerateObject())
        {
            if (!known.Contains(field.Name, StringComparer.Ordinal))
            {
                Fault($"'{Cut(field.Name)}' is not a known field; known are {string.Join(", ", known)}.");
            }
            else if (!seen.Add(field.Name))
            {
                Fault($"{field.Name} is given more than once; give it once.");
            }
        }
    }

    public void Fault(string sentence) => faults.Add(prefix + sentence);

    public bool Has(string name) => Find(name) is not null;

    public string? Text(string name) => Find(name) is { } found
        ? found.ValueKind == JsonValueKind.String ? found.GetString() : Refuse<string>(name, "a string", found)
        : null;

    public TimeSpan? Duration(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        if (DurationText.TryParse(text, out var duration))
        {
            return duration;
        }
        Fault($"{name} must be a duration such as 500ms, 10s, 5m, 1h or 2d but is '{Cut(text)}'.");
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        var upper = text.ToUpperInvariant();
        var hasOffset = upper.EndsWith('Z') || (upper.Length > 6 && upper[^3] == ':' && upper[^6] is '+' or '-');
        if (hasOffset && DateTimeOffset.TryParseExact(
            upper, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time.ToUniversalTime();
        }
        Fault($"{name} must be an RFC 3339 time with an offset, such as 2030-01-31T12:00:00Z, but is '{Cut(text)}'.");
        return null;
    }

    public long? Number(string name)
    {
        if (Find(name) is not { } found)
        {
            return null;
        }
        if (found.ValueKind == JsonValueKind.Number && found.TryGetInt64(out var number))
        {
            return number;
        }
        Refuse<string>(name, "a whole number", found);
        return null;
    }

    public ImmutableArray<string> Texts(string name)
    {
        if (Find(name) is not { } found)
        {
            return [];
        }
        if (found.ValueKind == JsonValueKind.Array && found.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String))
        {
            return [.. found.EnumerateArray().Select(one => one.GetString()!)];
        }
        Refuse<string>(name, "an array of strings", found);
        return [];
    }

    public T? Word<T>(string name, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        if (words.TryGetValue(text, out var value))
        {
            return value;
        }
        Fault($"{name} must be one of {string.Join(", ", words.Keys)} but is '{Cut(text)}'.");
        return null;
    }

    public JsonElement? Object(string name) => Find(name) is { } found
        ? found.ValueKind == JsonValueKind.Object ? found : RefuseObject(name, found)
        : null;

    /// <summary>The value as it is written; null is a value here.</summary>
    public byte[]? Raw(string name) =>
        element.TryGetProperty(name, out var found) ? System.Text.Encoding.UTF8.GetBytes(found.GetRawText()) : null;

    private JsonElement? RefuseObject(string name, JsonElement found)
    {
        Refuse<string>(name, "an object", found);
        return null;
    }

    private T? Refuse<T>(string name, string wanted, JsonElement found)
        where T : class
    {
        Fault($"{name} must be {wanted} but is {Describe(found.ValueKind)}.");
        return null;
    }

    private JsonElement? Find(string name) =>
        element.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => "a boolean",
    };

    private static string Cut(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "…";
}
