using ActorJobs.Handlers;

namespace ActorJobs.Payloads;

/// <summary>
/// Makes the payloads and results of jobs unreadable in the store. Enqueuing clients protect after admission, workers
/// unprotect just before the handler runs; nobody else ever does. Thread-safe.
/// </summary>
public interface IPayloadProtector
{
    /// <summary>What goes into the store in place of a document: JSON in UTF-8, which may be longer.</summary>
    /// <param name="id">The job it belongs to.</param>
    /// <param name="type">The job's type.</param>
    /// <param name="part">Arguments or result.</param>
    /// <param name="json">The document in plain.</param>
    /// <returns>An envelope; the same memory when this protector protects nothing.</returns>
    ReadOnlyMemory<byte> Protect(JobId id, string type, PayloadPart part, ReadOnlyMemory<byte> json);

    /// <summary>The document in plain again.</summary>
    /// <param name="id">The job it belongs to.</param>
    /// <param name="type">The job's type.</param>
    /// <param name="part">Arguments or result.</param>
    /// <param name="json">What the store holds.</param>
    /// <returns>The same memory when it is no envelope: a client without a key enqueued it.</returns>
    /// <exception cref="JobErrorException">It cannot be opened; says why, the class of error and the remedy.</exception>
    ReadOnlyMemory<byte> Unprotect(JobId id, string type, PayloadPart part, ReadOnlyMemory<byte> json);
}
