using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using ActorJobs.Payloads;

namespace ActorJobs.Encryption;

/// <summary>
/// The JSON form of an encrypted document:
/// <c>{"$encrypted":{"v":1,"key":"0123abcd","nonce":"…","data":"…"}}</c>; data is ciphertext and tag.
/// </summary>
/// <param name="Key">Id of the key.</param>
/// <param name="Nonce">96 bits.</param>
/// <param name="Data">Ciphertext, and behind it the tag of 128 bits.</param>
internal sealed record Envelope(string Key, byte[] Nonce, byte[] Data)
{
    public const int Version = 1;
    public const int KeyIdLength = 8;
    public const int NonceBytes = 12;
    public const int TagBytes = 16;

    private static ReadOnlySpan<byte> ToKey => "{\"$encrypted\":{\"v\":1,\"key\":\""u8;

    private static ReadOnlySpan<byte> ToNonce => "\",\"nonce\":\""u8;

    private static ReadOnlySpan<byte> ToData => "\",\"data\":\""u8;

    private static ReadOnlySpan<byte> ToEnd => "\"}}"u8;

    /// <summary>Writes an envelope in one buffer of its exact size.</summary>
    public static byte[] Write(string key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> data)
    {
        var json = new byte[ToKey.Length + key.Length + ToNonce.Length + Base64.GetMaxEncodedToUtf8Length(nonce.Length)
            + ToData.Length + Base64.GetMaxEncodedToUtf8Length(data.Length) + ToEnd.Length];
        var rest = Put(json, ToKey);
        rest = rest[Encoding.ASCII.GetBytes(key, rest)..];
        rest = Put(rest, ToNonce);
        rest = PutBase64(rest, nonce);
        rest = Put(rest, ToData);
        rest = PutBase64(rest, data);
        rest = Put(rest, ToEnd);
        return rest.IsEmpty ? json : throw new InvalidOperationException("An envelope was shorter than reckoned.");
    }

    /// <summary>Reads an envelope; null for what is none of this version and form, to the last byte.</summary>
    public static Envelope? Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            return Enter(ref reader) && ReadMembers(ref reader) is { } envelope && Leave(ref reader) ? envelope : null;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool Enter(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.StartObject
        && reader.Read() && reader.ValueTextEquals(EncryptedEnvelope.Property)
        && reader.Read() && reader.TokenType == JsonTokenType.StartObject;

    private static bool Leave(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.EndObject && !reader.Read();

    /// <summary>In any order, as a tool may have written the document anew; each exactly once, and no other.</summary>
    private static Envelope? ReadMembers(ref Utf8JsonReader reader)
    {
        int? version = null;
        string? key = null;
        byte[]? nonce = null, data = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var known =
                reader.ValueTextEquals("v"u8) && version is null ? (version = ReadNumber(ref reader)) is not null
                : reader.ValueTextEquals("key"u8) && key is null ? (key = ReadText(ref reader)) is not null
                : reader.ValueTextEquals("nonce"u8) && nonce is null ? (nonce = ReadBytes(ref reader)) is not null
                : reader.ValueTextEquals("data"u8) && data is null && (data = ReadBytes(ref reader)) is not null;
            if (!known)
            {
                return null;
            }
        }
        return version == Version && IsKeyId(key) && nonce?.Length == NonceBytes && data?.Length >= TagBytes
            ? new Envelope(key!, nonce, data) : null;
    }

    /// <summary>An id goes into messages, so it may be nothing but an id.</summary>
    private static bool IsKeyId(string? key) => key?.Length == KeyIdLength && key.All(char.IsAsciiHexDigitLower);

    private static int? ReadNumber(ref Utf8JsonReader reader) => reader.Read() ? reader.GetInt32() : null;

    private static string? ReadText(ref Utf8JsonReader reader) => reader.Read() ? reader.GetString() : null;

    private static byte[]? ReadBytes(ref Utf8JsonReader reader) => reader.Read() ? reader.GetBytesFromBase64() : null;

    private static Span<byte> Put(Span<byte> space, ReadOnlySpan<byte> text)
    {
        text.CopyTo(space);
        return space[text.Length..];
    }

    private static Span<byte> PutBase64(Span<byte> space, ReadOnlySpan<byte> bytes)
    {
        if (Base64.EncodeToUtf8(bytes, space, out _, out var written) != OperationStatus.Done)
        {
            throw new InvalidOperationException("An envelope was longer than reckoned.");
        }
        return space[written..];
    }
}
