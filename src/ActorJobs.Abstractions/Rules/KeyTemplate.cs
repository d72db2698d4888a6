using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace ActorJobs.Rules;

/// <summary>
/// How a key is made from a job's arguments: text with names of their JSON in braces, as <c>customer-{customerId}</c> or
/// <c>{order.id}</c>.
/// </summary>
public sealed class KeyTemplate
{
    private readonly ImmutableArray<Part> _parts;

    private KeyTemplate(string text, ImmutableArray<Part> parts)
    {
        Text = text;
        _parts = parts;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a template.</summary>
    /// <param name="text">The text.</param>
    /// <param name="template">The template; null when braces do not match or are empty.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out KeyTemplate? template)
    {
        template = null;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }
        var parts = ImmutableArray.CreateBuilder<Part>();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOfAny(['{', '}'], at);
            if (open < 0)
            {
                parts.Add(new Part(text[at..], []));
                break;
            }
            var close = text.IndexOfAny(['{', '}'], open + 1);
            if (text[open] == '}' || close <= open + 1 || text[close] == '{')
            {
                return false;
            }
            if (open > at)
            {
                parts.Add(new Part(text[at..open], []));
            }
            parts.Add(new Part("", [.. text[(open + 1)..close].Split('.')]));
            at = close + 1;
        }
        template = new KeyTemplate(text, parts.ToImmutable());
        return true;
    }

    /// <summary>Makes the key.</summary>
    /// <param name="payload">Arguments as JSON.</param>
    /// <param name="key">The key; null when the arguments lack a name or hold no text, number or truth value there.</param>
    /// <param name="missing">The name that is lacking; null when none is.</param>
    public bool TryResolve(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out string? key, out string? missing)
    {
        using var document = JsonDocument.Parse(payload);
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            if (part.Path.IsEmpty)
            {
                text.Append(part.Literal);
            }
            else if (Find(document.RootElement, part.Path) is { } value)
            {
                text.Append(value);
            }
            else
            {
                (key, missing) = (null, string.Join('.', part.Path));
                return false;
            }
        }
        (key, missing) = (text.ToString(), null);
        return true;
    }

    private static string? Find(JsonElement element, ImmutableArray<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !TryGet(element, name, out element))
            {
                return null;
            }
        }
        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
            _ => null,
        };
    }

    /// <summary>Names are read as arguments are: whatever their case.</summary>
    private static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        if (element.TryGetProperty(name, out value))
        {
            return true;
        }
        foreach (var property in element.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                value = property.Value;
                return true;
            }
        }
        return false;
    }

    private readonly record struct Part(string Literal, ImmutableArray<string> Path);
}
