using System.Buffers.Binary;

namespace ActorJobs.Stores.Redis.Records;

/// <summary>Numbers and ids as records hold them.</summary>
internal static class Bytes
{
    private const long MaxUInt48 = (1L << 48) - 1;

    /// <summary>Writes six bytes; what is below zero is zero.</summary>
    public static void WriteUInt48(Span<byte> to, long value)
    {
        var kept = Math.Clamp(value, 0, MaxUInt48);
        BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)(kept >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(to[2..], (uint)kept);
    }

    /// <summary>Reads six bytes.</summary>
    public static long ReadUInt48(ReadOnlySpan<byte> from) =>
        ((long)BinaryPrimitives.ReadUInt16BigEndian(from) << 32) | BinaryPrimitives.ReadUInt32BigEndian(from[2..]);

    /// <summary>The sixteen bytes of an id, which sort as ids do.</summary>
    public static byte[] ToBytes(this JobId id) => id.Value.ToByteArray(bigEndian: true);

    /// <summary>Writes the sixteen bytes of an id.</summary>
    public static void Write(this JobId id, Span<byte> to) => _ = id.Value.TryWriteBytes(to, bigEndian: true, out _);

    /// <summary>Reads sixteen bytes.</summary>
    public static JobId ReadId(ReadOnlySpan<byte> from) => new(new Guid(from[..RecordLayout.IdBytes], bigEndian: true));

    /// <summary>Milliseconds since 1970, rounded down.</summary>
    public static long Ms(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>Milliseconds since 1970, rounded up: what is due then is never due early.</summary>
    public static long DueMs(this DateTimeOffset time)
    {
        var ms = time.ToUnixTimeMilliseconds();
        return time.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? ms : ms + 1;
    }
}
