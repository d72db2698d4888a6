namespace ActorJobs.Settings;

/// <summary>Encryption of payloads.</summary>
/// <param name="Key">
/// <c>PAYLOAD_ENCRYPTION_KEY</c>: 32 bytes as base64, or null. Always null in scheduler-only and gateway-only, which
/// never load it.
/// </param>
public sealed record EncryptionSettings(SecretText? Key)
{
    /// <summary>Bytes of the key: AES-256.</summary>
    public const int KeyBytes = 32;

    /// <summary>The key's 32 bytes; null when there is none.</summary>
    public byte[]? DecodeKey() => Key is null ? null : Convert.FromBase64String(Key.Reveal());
}
