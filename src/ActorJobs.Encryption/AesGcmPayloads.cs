using System.Security.Cryptography;
using System.Text;
using ActorJobs.Handlers;
using ActorJobs.Payloads;

namespace ActorJobs.Encryption;

/// <summary>
/// AES-256-GCM under a random nonce. Job id, type and part are authenticated with each document, so that an envelope
/// opens nowhere but where it was sealed.
/// </summary>
/// <remarks>A random nonce of 96 bits is sound for 2^32 documents a key; rotate before.</remarks>
public sealed class AesGcmPayloads : IPayloadProtector
{
    private const int IdBytes = 16;

    private readonly PayloadKey _sealing;
    private readonly Dictionary<string, PayloadKey> _keys = [];

    /// <summary>With its keys: the first encrypts, all decrypt.</summary>
    /// <param name="keys">Keys of 32 bytes each, at least one, each once.</param>
    /// <exception cref="ArgumentException">No key, one of another length, or one that is there twice.</exception>
    public AesGcmPayloads(IEnumerable<ReadOnlyMemory<byte>> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var bytes in keys)
        {
            var key = new PayloadKey(bytes.Span);
            _sealing ??= key;
            if (!_keys.TryAdd(key.Id, key))
            {
                throw new ArgumentException($"The payload key {key.Id} is there twice; give each once.", nameof(keys));
            }
        }
        _ = _sealing ?? throw new ArgumentException("There is no payload key; give at least one.", nameof(keys));
    }

    /// <summary>Id of the key that encrypts.</summary>
    public string KeyId => _sealing.Id;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Protect(JobId id, string type, PayloadPart part, ReadOnlyMemory<byte> json)
    {
        Span<byte> nonce = stackalloc byte[Envelope.NonceBytes];
        RandomNumberGenerator.Fill(nonce);
        var data = new byte[json.Length + Envelope.TagBytes];
        using var cipher = _sealing.CreateCipher();
        cipher.Encrypt(
            nonce, json.Span, data.AsSpan(0, json.Length), data.AsSpan(json.Length), Associated(id, type, part));
        return Envelope.Write(_sealing.Id, nonce, data);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Unprotect(JobId id, string type, PayloadPart part, ReadOnlyMemory<byte> json)
    {
        if (!EncryptedEnvelope.Is(json.Span))
        {
            return json;
        }
        var envelope = Envelope.Read(json.Span) ?? throw Permanent(
            $"The encrypted payload is no envelope of version {Envelope.Version}: it was changed, a newer release wrote it, "
            + $"or a job was enqueued in plain with the reserved property {EncryptedEnvelope.Property}; enqueue it again.");
        var key = _keys.GetValueOrDefault(envelope.Key) ?? throw Recoverable(
            $"The payload is encrypted with key {envelope.Key}, which this worker does not have; add that key to "
            + "PAYLOAD_ENCRYPTION_KEY on every worker, after the first.");
        return Open(key, envelope, Associated(id, type, part));
    }

    private static byte[] Open(PayloadKey key, Envelope envelope, byte[] associated)
    {
        var length = envelope.Data.Length - Envelope.TagBytes;
        var plain = new byte[length];
        using var cipher = key.CreateCipher();
        try
        {
            cipher.Decrypt(
                envelope.Nonce, envelope.Data.AsSpan(0, length), envelope.Data.AsSpan(length), plain, associated);
            return plain;
        }
        catch (AuthenticationTagMismatchException fault)
        {
            throw Permanent(
                $"The payload encrypted with key {key.Id} was changed, or belongs to another job; enqueue the job again.",
                fault);
        }
    }

    /// <summary>Version, part and id have fixed lengths and the type is the rest, so no two of these are alike.</summary>
    private static byte[] Associated(JobId id, string type, PayloadPart part)
    {
        var bytes = new byte[2 + IdBytes + Encoding.UTF8.GetByteCount(type)];
        bytes[0] = Envelope.Version;
        bytes[1] = (byte)part;
        id.Value.TryWriteBytes(bytes.AsSpan(2, IdBytes), bigEndian: true, out _);
        Encoding.UTF8.GetBytes(type, bytes.AsSpan(2 + IdBytes));
        return bytes;
    }

    // Keys come and go by rolling deploys: another worker may have the key, or this one may have it soon.
    private static JobErrorException Recoverable(string message) => new(ErrorClass.Recoverable, message);

    private static JobErrorException Permanent(string message, Exception? inner = null) =>
        new(ErrorClass.Permanent, message, inner: inner);
}
