using Google.Protobuf;

namespace ActorJobs.Runtime.Wire;

/// <summary>Makes the forms of many ids in one piece of memory, as each of its own would cost more than the id.</summary>
/// <param name="count">How many there will be at most.</param>
internal struct IdForms(int count)
{
    private readonly byte[] _bytes = new byte[count * WireParts.IdBytes];
    private int _used;

    /// <summary>The form of the next id.</summary>
    public ByteString Next(JobId id)
    {
        var place = _bytes.AsMemory(_used, WireParts.IdBytes);
        _ = id.Value.TryWriteBytes(place.Span, bigEndian: true, out _);
        _used += WireParts.IdBytes;
        return UnsafeByteOperations.UnsafeWrap(place);
    }
}
