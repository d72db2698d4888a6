using System.Text.Json;

namespace ActorJobs.Payloads;

/// <summary>How an encrypted document is told from a plain one.</summary>
public static class EncryptedEnvelope
{
    /// <summary>The first property of an envelope; reserved, so no plain document may begin with it.</summary>
    public const string Property = "$encrypted";

    private const int MaxWrapping = 1024;

    /// <summary>Most bytes of the envelope of a document: base64 takes four for three.</summary>
    /// <param name="plainBytes">Bytes of the document.</param>
    public static int MaxBytesOf(int plainBytes) => (int)Math.Min(int.MaxValue, (plainBytes / 3L * 4) + MaxWrapping);

    /// <summary>True for a JSON object whose first property is <see cref="Property"/>. Reads no further.</summary>
    public static bool Is(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, state: default);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && reader.Read() && reader.TokenType == JsonTokenType.PropertyName
                && reader.ValueTextEquals(Property);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
