using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace ActorJobs.Stores.Redis.Records;

/// <summary>Reads a record.</summary>
internal readonly struct StoredJob(byte[] record)
{
    public long Position => UInt48(RecordLayout.Position);

    /// <summary>As it is stored: a running job says ready.</summary>
    public JobState State => (JobState)record[RecordLayout.State];

    public RecordFlags Flags => (RecordFlags)record[RecordLayout.Flags];

    /// <summary>The claim it stands in; 0 for none.</summary>
    public long Claim => UInt48(RecordLayout.Claim);

    public int Used => Int(RecordLayout.Used);

    public int RetryBase => Int(RecordLayout.RetryBase);

    public int Interruptions => Int(RecordLayout.Interruptions);

    public DateTimeOffset? StartedAt => Time(RecordLayout.Started);

    public DateTimeOffset? FinishedAt => Time(RecordLayout.Finished);

    public DateTimeOffset DueAt => DateTimeOffset.FromUnixTimeMilliseconds(UInt48(RecordLayout.Due));

    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeMilliseconds(UInt48(RecordLayout.Created));

    public Priority Priority => (Priority)record[RecordLayout.Priority];

    public int MaxRetries => Short(RecordLayout.MaxRetries);

    public TimeSpan Timeout => TimeSpan.FromMilliseconds(Int(RecordLayout.Timeout));

    public Lane Lane => new(Priority, Type);

    public string Type => Text(RecordLayout.Body, Short(RecordLayout.TypeLength))!;

    public string? UniqueKey => Text(UniqueAt, Short(RecordLayout.UniqueLength));

    public string? ConcurrencyKey => Text(KeyAt, Short(RecordLayout.KeyLength));

    public ImmutableArray<string> Tags
    {
        get
        {
            var end = ParentAt;
            if (TagsAt == end)
            {
                return [];
            }
            var tags = ImmutableArray.CreateBuilder<string>();
            for (var at = TagsAt; at < end; at += 2 + Short(at))
            {
                tags.Add(Encoding.UTF8.GetString(record, at + 2, Short(at)));
            }
            return tags.ToImmutable();
        }
    }

    public JobId? Parent => Flags.HasFlag(RecordFlags.Parent) ? Bytes.ReadId(record.AsSpan(ParentAt)) : null;

    public string? Trace => Flags.HasFlag(RecordFlags.Trace) ? Text(TraceAt, RecordLayout.TraceBytes) : null;

    /// <summary>The payload, unless it is kept apart.</summary>
    public ReadOnlyMemory<byte> Payload => record.AsMemory(PayloadAt, TailAt - PayloadAt);

    /// <summary>The node of the last attempt that ended.</summary>
    public string? Node => record[RecordLayout.Node] is var length and not RecordLayout.NodeInTail
        ? Text(RecordLayout.Node + 1, length)
        : Text(TailAt + 2, Short(TailAt));

    /// <summary>The result, unless it is kept apart.</summary>
    public ReadOnlyMemory<byte> Result =>
        record.Length < TailAt + 2 ? default : record.AsMemory(TailAt + 2 + Short(TailAt));

    private int UniqueAt => RecordLayout.Body + Short(RecordLayout.TypeLength);

    private int KeyAt => UniqueAt + Short(RecordLayout.UniqueLength);

    private int TagsAt => KeyAt + Short(RecordLayout.KeyLength);

    private int ParentAt => TagsAt + Short(RecordLayout.TagsLength);

    private int TraceAt => ParentAt + (Flags.HasFlag(RecordFlags.Parent) ? RecordLayout.IdBytes : 0);

    private int PayloadAt => TraceAt + (Flags.HasFlag(RecordFlags.Trace) ? RecordLayout.TraceBytes : 0);

    private int TailAt => RecordLayout.Body + Int(RecordLayout.BodyLength);

    private long UInt48(int at) => Bytes.ReadUInt48(record.AsSpan(at));

    private int Int(int at) => BinaryPrimitives.ReadInt32BigEndian(record.AsSpan(at));

    private int Short(int at) => BinaryPrimitives.ReadUInt16BigEndian(record.AsSpan(at));

    private DateTimeOffset? Time(int at) =>
        UInt48(at) is > 0 and var ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    private string? Text(int at, int length) => length == 0 ? null : Encoding.UTF8.GetString(record, at, length);
}
