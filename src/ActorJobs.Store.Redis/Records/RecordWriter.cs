using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Records;

/// <summary>Writes a new job as the arguments that scripts take for it.</summary>
internal static class RecordWriter
{
    // The record's first number, which the script gives out.
    private const int PositionBytes = 6;

    // An id that it waits for, and the policy.
    private const int PolicyBytes = 1;

    private const int WaitBytes = RecordLayout.IdBytes + 1;

    // Id, until when the unique key is held, and what happens when another holds it.
    private const int HeadBytes = RecordLayout.IdBytes + PositionBytes + PolicyBytes;

    /// <summary>Most arguments of a job.</summary>
    public const int MaxArguments = 3;

    /// <summary>Adds the arguments of a job, and answers the state it begins in.</summary>
    public static JobState Add(List<RedisValue> arguments, NewJob job)
    {
        var state = job.RunAt > job.CreatedAt ? JobState.Scheduled : JobState.Ready;
        var isApart = job.Payload.Length > RecordLayout.InlineBytes;
        arguments.Add(Head(job));
        arguments.Add(Record(job, state, isApart));
        if (isApart)
        {
            arguments.Add(job.Payload);
        }
        return state;
    }

    /// <summary>
    /// True for a job that begins ready and has no keys, tags, payload apart or jobs to wait for: its arguments are its id and
    /// its record.
    /// </summary>
    public static bool IsPlain(NewJob job) =>
        !(job.RunAt > job.CreatedAt) && job is { UniqueKey: null, ConcurrencyKey: null }
        && job.Tags.IsDefaultOrEmpty && job.After.IsDefaultOrEmpty && job.Payload.Length <= RecordLayout.InlineBytes;

    private static byte[] Head(NewJob job)
    {
        var head = new byte[HeadBytes + (job.After.IsDefault ? 0 : job.After.Length * WaitBytes)];
        job.Id.Write(head);
        if (job is { UniqueKey: not null, UniqueFor: { } held })
        {
            Bytes.WriteUInt48(head.AsSpan(RecordLayout.IdBytes), (job.CreatedAt + held).DueMs());
        }
        head[HeadBytes - PolicyBytes] = (byte)job.OnDuplicate;
        for (var i = 0; i < (job.After.IsDefault ? 0 : job.After.Length); i++)
        {
            var wait = head.AsSpan(HeadBytes + (i * WaitBytes));
            job.After[i].Write(wait);
            wait[RecordLayout.IdBytes] = (byte)job.OnFailure;
        }
        return head;
    }

    private static byte[] Record(NewJob job, JobState state, bool isApart)
    {
        var text = Encoding.UTF8;
        var type = text.GetByteCount(job.Type);
        var unique = text.GetByteCount(job.UniqueKey ?? "");
        var key = text.GetByteCount(job.ConcurrencyKey ?? "");
        var tags = TagBytes(job.Tags);
        var body = type + unique + key + tags + (job.Parent is null ? 0 : RecordLayout.IdBytes)
            + (job.Trace is null ? 0 : RecordLayout.TraceBytes) + (isApart ? 0 : job.Payload.Length);
        var whole = new byte[RecordLayout.Body + body - PositionBytes];
        // Offsets are those of the whole record.
        Span<byte> At(int offset) => whole.AsSpan(offset - PositionBytes);
        At(RecordLayout.State)[0] = (byte)state;
        At(RecordLayout.Flags)[0] = (byte)(
            (isApart ? RecordFlags.Payload : 0) | (job.Parent is null ? 0 : RecordFlags.Parent)
            | (job.Trace is null ? 0 : RecordFlags.Trace));
        Bytes.WriteUInt48(At(RecordLayout.Due), (job.RunAt ?? job.CreatedAt).DueMs());
        At(RecordLayout.Priority)[0] = (byte)job.Priority;
        At(RecordLayout.Version)[0] = RecordLayout.CurrentVersion;
        BinaryPrimitives.WriteUInt16BigEndian(At(RecordLayout.TypeLength), (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(At(RecordLayout.UniqueLength), (ushort)unique);
        BinaryPrimitives.WriteUInt16BigEndian(At(RecordLayout.KeyLength), (ushort)key);
        BinaryPrimitives.WriteUInt16BigEndian(At(RecordLayout.TagsLength), (ushort)tags);
        BinaryPrimitives.WriteUInt16BigEndian(At(RecordLayout.MaxRetries), (ushort)job.MaxRetries);
        BinaryPrimitives.WriteUInt32BigEndian(At(RecordLayout.Timeout), (uint)job.Timeout.TotalMilliseconds);
        Bytes.WriteUInt48(At(RecordLayout.Created), job.CreatedAt.Ms());
        BinaryPrimitives.WriteUInt32BigEndian(At(RecordLayout.BodyLength), (uint)body);
        WriteBody(At(RecordLayout.Body), job, isApart);
        return whole;
    }

    private static void WriteBody(Span<byte> to, NewJob job, bool isApart)
    {
        var at = Encoding.UTF8.GetBytes(job.Type, to);
        at += Encoding.UTF8.GetBytes(job.UniqueKey ?? "", to[at..]);
        at += Encoding.UTF8.GetBytes(job.ConcurrencyKey ?? "", to[at..]);
        if (!job.Tags.IsDefaultOrEmpty)
        {
            foreach (var tag in job.Tags)
            {
                var length = Encoding.UTF8.GetBytes(tag, to[(at + 2)..]);
                BinaryPrimitives.WriteUInt16BigEndian(to[at..], (ushort)length);
                at += 2 + length;
            }
        }
        if (job.Parent is { } parent)
        {
            parent.Write(to[at..]);
            at += RecordLayout.IdBytes;
        }
        if (job.Trace is { } trace)
        {
            at += Encoding.UTF8.GetBytes(trace, to.Slice(at, RecordLayout.TraceBytes));
        }
        if (!isApart)
        {
            job.Payload.Span.CopyTo(to[at..]);
        }
    }

    private static int TagBytes(ImmutableArray<string> tags)
    {
        var bytes = 0;
        if (!tags.IsDefaultOrEmpty)
        {
            foreach (var tag in tags)
            {
                bytes += 2 + Encoding.UTF8.GetByteCount(tag);
            }
        }
        return bytes;
    }
}
