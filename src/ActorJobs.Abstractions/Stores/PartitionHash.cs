using System.Buffers.Binary;

namespace ActorJobs.Stores;

/// <summary>How a store counts jobs to partitions when its server does not: by numbers that stay the same.</summary>
public static class PartitionHash
{
    private const ulong FnvOffset = 0xcbf29ce484222325;
    private const ulong FnvPrime = 0x100000001b3;

    /// <summary>True when a job is of a partition: by its concurrency key when it has one, else by its id.</summary>
    public static bool Holds(this Partition partition, JobId id, string? concurrencyKey) =>
        partition.Count == 1 || (concurrencyKey is null ? Of(id) : Of(concurrencyKey)) % partition.Count == partition.Index;

    /// <summary>True for the partition that looks after the claims of another one, which may be of another number.</summary>
    public static bool Adopts(this Partition partition, Partition other) => other.Index % partition.Count == partition.Index;

    private static int Of(JobId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Mixed(Mix(BinaryPrimitives.ReadUInt64BigEndian(bytes)) ^ BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
    private static int Of(string key)
    {
        var hash = FnvOffset;
        foreach (var character in key)
        {
            hash = (hash ^ character) * FnvPrime;
        }
        return Mixed(hash);
    }

    private static int Mixed(ulong hash) => (int)(Mix(hash) >> 33);

    // The finalizer of MurmurHash3: every bit depends on all.
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
