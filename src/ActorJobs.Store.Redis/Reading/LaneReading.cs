using System.Collections.Immutable;
using System.Globalization;
using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Operations;
using ActorJobs.Stores.Redis.Records;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Reading;

/// <summary>Reads ready jobs for the queue reader.</summary>
internal static class LaneReading
{
    private const int EntriesPerRead = 1000;

    /// <summary>
    /// A page of a lane. Jobs that leave it while it is read are left out. Those of other partitions are looked at, since only
    /// its record tells a job's concurrency key.
    /// </summary>
    public static async Task<LanePage> ReadAsync(
        RedisLink link, (Lane Lane, Partition Partition, LaneCursor After, int MaxCount, int MaxBytes) call,
        CancellationToken cancellationToken)
    {
        var jobs = ImmutableArray.CreateBuilder<ReadyJob>();
        var key = link.Key("q:" + Answers.NameOf(call.Lane));
        var position = call.After.Position;
        var bytes = 0L;
        // Of the whole queue each is its own, or gone.
        var left = call.Partition.Count == 1 ? long.MaxValue : (long)call.MaxCount * call.Partition.Count;
        while (jobs.Count < call.MaxCount && left > 0)
        {
            var wanted = (long)(call.MaxCount - jobs.Count) * call.Partition.Count;
            var asked = (int)Math.Min(EntriesPerRead, Math.Min(wanted, left));
            left -= asked;
            RedisValue first = position < 0 ? "-" : Text($"({position}-0");
            var entries = await link.ReadAsync(
                db => db.StreamRangeAsync(key, first, "+", asked), cancellationToken);
            var found = await RecordsAsync(link, [.. entries.Select(entry => entry.Values[0].Value)], cancellationToken);
            for (var i = 0; i < entries.Length; i++)
            {
                position = PositionOf(entries[i].Id!);
                if (found[i] is not { } job || job.Stored.State != JobState.Ready || job.Stored.Position != position
                    || !call.Partition.Holds(job.Id, job.Stored.ConcurrencyKey))
                {
                    continue;
                }
                var payload = await PayloadAsync(link, job, cancellationToken);
                if (payload is null)
                {
                    continue;
                }
                jobs.Add(Map(job.Id, call.Lane, job.Stored, payload.Value));
                bytes += payload.Value.Length;
                if (bytes >= call.MaxBytes || (jobs.Count == call.MaxCount && i < entries.Length - 1))
                {
                    return new LanePage(jobs.DrainToImmutable(), new LaneCursor(position), End: false);
                }
            }
            if (entries.Length < asked)
            {
                return new LanePage(
                    jobs.DrainToImmutable(), position == call.After.Position ? call.After : new LaneCursor(position), End: true);
            }
        }
        return new LanePage(jobs.DrainToImmutable(), new LaneCursor(position), End: false);
    }

    /// <summary>The first jobs of a lane with a concurrency key.</summary>
    public static async Task<ImmutableArray<ReadyJob>> ReadKeyAsync(
        RedisLink link, (Lane Lane, string Key, int MaxCount) call, CancellationToken cancellationToken)
    {
        var ids = await link.ReadAsync(
            db => db.SortedSetRangeByRankAsync(
                link.Key($"k:{Answers.NameOf(call.Lane)} {call.Key}"), 0, call.MaxCount - 1),
            cancellationToken);
        var jobs = ImmutableArray.CreateBuilder<ReadyJob>(ids.Length);
        foreach (var found in await RecordsAsync(link, ids, cancellationToken))
        {
            if (found is { } job && job.Stored.State == JobState.Ready
                && await PayloadAsync(link, job, cancellationToken) is { } payload)
            {
                jobs.Add(Map(job.Id, call.Lane, job.Stored, payload));
            }
        }
        return jobs.DrainToImmutable();
    }

    private static async Task<(JobId Id, StoredJob Stored)?[]> RecordsAsync(
        RedisLink link, RedisValue[] ids, CancellationToken cancellationToken)
    {
        if (ids.Length == 0)
        {
            return [];
        }
        var jobs = ids.Select(id => Bytes.ReadId((byte[])id!)).ToArray();
        var records = await link.ReadAsync(
            db => db.StringGetAsync([.. jobs.Select(link.JobKey)]), cancellationToken);
        return [.. jobs.Select((id, i) => (byte[]?)records[i] is { } record
            ? (id, new StoredJob(record))
            : ((JobId, StoredJob)?)null)];
    }

    // Large ones are rare, and read only as far as the page's bytes go. Null when the job is gone.
    private static async ValueTask<ReadOnlyMemory<byte>?> PayloadAsync(
        RedisLink link, (JobId Id, StoredJob Stored) job, CancellationToken cancellationToken)
    {
        if (!job.Stored.Flags.HasFlag(RecordFlags.Payload))
        {
            return job.Stored.Payload;
        }
        var apart = await link.ReadAsync(db => db.StringGetAsync(link.PayloadKey(job.Id)), cancellationToken);
        return apart.IsNull ? null : (ReadOnlyMemory<byte>)apart;
    }

    private static ReadyJob Map(JobId id, Lane lane, StoredJob job, ReadOnlyMemory<byte> payload) => new()
    {
        Id = id,
        Lane = lane,
        Position = job.Position,
        AttemptsUsed = job.Used,
        RetryBase = job.RetryBase,
        MaxRetries = job.MaxRetries,
        Interruptions = job.Interruptions,
        Timeout = job.Timeout,
        CreatedAt = job.CreatedAt,
        ConcurrencyKey = job.ConcurrencyKey,
        Tags = job.Tags,
        Parent = job.Parent,
        Trace = job.Trace,
        DueAt = job.DueAt,
        Payload = payload,
    };

    private static long PositionOf(string entry) =>
        long.Parse(entry.AsSpan(0, entry.IndexOf('-', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
