using System.Runtime.InteropServices;

namespace ActorJobs.Stores.Postgres.Writing;

/// <summary>Jobs as arrays of columns, the form in which many rows go to the server as one statement.</summary>
internal sealed class JobColumns
{
    /// <summary>Ids carry a time. A job cannot have ended so much before it: clocks differ by less.</summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromHours(1);

    public JobColumns(IReadOnlyList<NewJob> jobs, Lanes lanes)
    {
        Ids = new Guid[jobs.Count];
        LaneNumbers = new int[jobs.Count];
        CreatedAt = new DateTime[jobs.Count];
        TimeoutMs = new int[jobs.Count];
        MaxRetries = new short[jobs.Count];
        Payloads = new byte[jobs.Count][];
        var earliest = DateTimeOffset.MaxValue;
        for (var i = 0; i < jobs.Count; i++)
        {
            var job = jobs[i];
            Ids[i] = job.Id.Value;
            LaneNumbers[i] = lanes[job.Lane];
            CreatedAt[i] = job.CreatedAt.UtcDateTime;
            TimeoutMs[i] = (int)job.Timeout.TotalMilliseconds;
            MaxRetries[i] = (short)job.MaxRetries;
            Payloads[i] = Bytes(job.Payload);
            var made = TimeOf(job.Id);
            earliest = made < earliest ? made : earliest;
        }
        NotKnownBefore = (earliest > DateTimeOffset.UnixEpoch + Doubt ? earliest - Doubt : DateTimeOffset.UnixEpoch).UtcDateTime;
    }

    public Guid[] Ids { get; }

    public int[] LaneNumbers { get; }

    public DateTime[] CreatedAt { get; }

    public int[] TimeoutMs { get; }

    public short[] MaxRetries { get; }

    public byte[][] Payloads { get; }

    /// <summary>None of these jobs can have ended before, whoever made its id.</summary>
    public DateTime NotKnownBefore { get; }

    /// <summary>True when a job has no key, tag, parent, trace or delay.</summary>
    public static bool IsPlain(NewJob job) =>
        job.UniqueKey is null && job.ConcurrencyKey is null && job.RunAt is null && job.Parent is null
        && job.Trace is null && job.Tags.IsDefaultOrEmpty;

    /// <summary>The bytes, copied only when they are part of an array.</summary>
    public static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : memory.ToArray();

    /// <summary>The time of a version 7 UUID (RFC 9562, 5.7: its first 48 bits are milliseconds); 1970 for others.</summary>
    private static DateTimeOffset TimeOf(JobId id)
    {
        const int Version7 = 7;
        if (id.Value.Version != Version7)
        {
            return DateTimeOffset.UnixEpoch;
        }
        Span<byte> bytes = stackalloc byte[16];
        _ = id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        var ms = 0L;
        foreach (var part in bytes[..6])
        {
            ms = (ms << 8) | part;
        }
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(ms, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
    }
}
