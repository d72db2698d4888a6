using System.Collections.Immutable;

namespace ActorJobs.Settings;

/// <summary>Encryption of payloads.</summary>
/// <param name="Keys">
/// <c>PAYLOAD_ENCRYPTION_KEY</c>: 32 bytes each, as base64, no two alike; the first encrypts, all decrypt. Empty: nothing
/// is encrypted. Always empty in scheduler-only and gateway-only, which never load them.
/// </param>
public sealed record EncryptionSettings(ImmutableArray<SecretText> Keys)
{
    /// <summary>Bytes of a key: AES-256.</summary>
    public const int KeyBytes = 32;

    /// <summary>No encryption.</summary>
    public static EncryptionSettings None { get; } = new(Keys: []);

    /// <summary>The 32 bytes of each key, in order.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> DecodeKeys() =>
        Keys.Select(key => (ReadOnlyMemory<byte>)Convert.FromBase64String(key.Reveal()));
}
