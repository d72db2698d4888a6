using System.Text.Encodings.Web;
using System.Text.Json;
using ActorJobs.Payloads;

namespace ActorJobs.Dashboard.Text;

/// <summary>Payloads and results as people read them.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Indented JSON; the bytes as text when they are none.</summary>
    public static string Format(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(document.RootElement, Indented);
        }
        catch (JsonException)
        {
            return System.Text.Encoding.UTF8.GetString(json.Span);
        }
    }

    /// <summary>True when only workers can read it.</summary>
    public static bool IsEncrypted(ReadOnlyMemory<byte> json) => EncryptedEnvelope.Is(json.Span);
}
