using ActorJobs.Handlers;

namespace ActorJobs.Payloads;

/// <summary>
/// For processes without a key: what they enqueue stays readable, and what is encrypted they cannot run.
/// </summary>
public sealed class PlainPayloads : IPayloadProtector
{
    private PlainPayloads()
    {
    }

    /// <summary>The only one.</summary>
    public static PlainPayloads Instance { get; } = new();

    /// <summary>The same memory.</summary>
    public ReadOnlyMemory<byte> Protect(JobId id, string type, PayloadPart part, ReadOnlyMemory<byte> json) => json;

    /// <summary>The same memory, unless it is an envelope.</summary>
    /// <exception cref="JobErrorException">
    /// It is an envelope. Recoverable: while keys are rolled out to a cluster a job may meet a worker that has none
    /// yet, and a permanent failure would send it to the dead set for that alone; after a back-off it may meet one that
    /// has it.
    /// </exception>
    public ReadOnlyMemory<byte> Unprotect(JobId id, string type, PayloadPart part, ReadOnlyMemory<byte> json) =>
        EncryptedEnvelope.Is(json.Span)
            ? throw new JobErrorException(ErrorClass.Recoverable,
                "The payload is encrypted and this worker has no key; set PAYLOAD_ENCRYPTION_KEY on every worker.")
            : json;
}
