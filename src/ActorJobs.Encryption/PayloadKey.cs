using System.Security.Cryptography;

namespace ActorJobs.Encryption;

/// <summary>A key of 32 bytes and its name. Its text form is the name alone.</summary>
internal sealed class PayloadKey
{
    /// <summary>Bytes of the key: AES-256.</summary>
    public const int Bytes = 32;

    private readonly byte[] _key;

    public PayloadKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != Bytes)
        {
            throw new ArgumentException($"A payload key must have {Bytes} bytes but has {key.Length}.", nameof(key));
        }
        _key = key.ToArray();
        Id = Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 4));
    }

    /// <summary>The first 8 hexadecimal digits of the key's SHA-256.</summary>
    public string Id { get; }

    /// <summary>A cipher of its own for one call: one instance must not be used by two threads.</summary>
    public AesGcm CreateCipher() => new(_key, Envelope.TagBytes);

    public override string ToString() => Id;
}
