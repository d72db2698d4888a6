using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace ActorJobs;

/// <summary>Identity of a job: a UUID of version 7, so ids made later sort later.</summary>
/// <remarks>To users an id is an opaque string in the usual 36-character form.</remarks>
/// <param name="Value">The UUID.</param>
public readonly record struct JobId(Guid Value) : IComparable<JobId>
{
    private const int UuidBytes = 16;
    private const int TimeBytes = 6;

    /// <summary>Makes a new id whose time part is <paramref name="now"/>.</summary>
    public static JobId New(DateTimeOffset now)
    {
        // As Guid.CreateVersion7 makes it, but for the random bytes' source (RFC 9562, 5.7).
        var milliseconds = now.ToUnixTimeMilliseconds();
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds, nameof(now));
        Span<byte> bytes = stackalloc byte[UuidBytes];
        RandomBytes.Fill(bytes[TimeBytes..]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(milliseconds >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)milliseconds);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new JobId(new Guid(bytes, bigEndian: true));
    }

    /// <summary>The smallest id whose time part is <paramref name="time"/>, to the millisecond.</summary>
    public static JobId FirstOf(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[UuidBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, time.ToUnixTimeMilliseconds()) << 16);
        return new JobId(new Guid(bytes, bigEndian: true));
    }

    /// <summary>Reads an id from its 36-character form; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out JobId id)
    {
        var known = Guid.TryParseExact(text, "D", out var value);
        id = new JobId(value);
        return known;
    }

    /// <summary>Compares by the big-endian bytes, which is the order of creation.</summary>
    public int CompareTo(JobId other) => Value.CompareTo(other.Value);

    /// <summary>The 36-character form.</summary>
    public override string ToString() => Value.ToString("D");
}
