using System.Buffers.Binary;
using System.Collections.Immutable;

namespace ActorJobs.Stores.Sqlite.Tables;

/// <summary>The jobs of a claim as bytes: 16 for the id and 4 for the attempt of each, big-endian.</summary>
internal static class ClaimBlob
{
    private const int IdBytes = 16;
    private const int EntryBytes = IdBytes + sizeof(int);

    /// <summary>Writes the jobs.</summary>
    public static byte[] Write(ReadOnlySpan<ClaimedJob> jobs)
    {
        var bytes = new byte[jobs.Length * EntryBytes];
        for (var i = 0; i < jobs.Length; i++)
        {
            var entry = bytes.AsSpan(i * EntryBytes, EntryBytes);
            _ = jobs[i].Id.Value.TryWriteBytes(entry, bigEndian: true, out _);
            BinaryPrimitives.WriteInt32BigEndian(entry[IdBytes..], jobs[i].Attempt);
        }
        return bytes;
    }

    /// <summary>Reads the jobs.</summary>
    public static ImmutableArray<ClaimedJob> Read(ReadOnlySpan<byte> bytes)
    {
        var jobs = ImmutableArray.CreateBuilder<ClaimedJob>(bytes.Length / EntryBytes);
        for (; bytes.Length >= EntryBytes; bytes = bytes[EntryBytes..])
        {
            jobs.Add(new ClaimedJob(
                new JobId(new Guid(bytes[..IdBytes], bigEndian: true)),
                BinaryPrimitives.ReadInt32BigEndian(bytes[IdBytes..])));
        }
        return jobs.MoveToImmutable();
    }
}
