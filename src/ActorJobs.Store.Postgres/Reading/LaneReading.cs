using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Reading;

/// <summary>Reads ready jobs for the queue reader.</summary>
internal static class LaneReading
{
    private const long HoldMask = int.MaxValue;

    /// <summary>A number stands for so many places: see next_places in the schema.</summary>
    private const int PlaceBits = 20;

    /// <summary>
    /// A page of a lane. Transactions that take places may commit in another order than they took them, so a page also
    /// says up to where no place can become visible any more, and what lies between is looked at again.
    /// </summary>
    public static async Task<LanePage> ReadAsync(
        NpgsqlConnection connection, (Lane Lane, Partition Partition, LaneCursor After, int MaxCount, int MaxBytes) call,
        CancellationToken cancellationToken)
    {
        var (lane, after, late) = (call.Lane, call.After, call.After.Floor < call.After.Position);
        await using var batch = new StatementBatch(connection).Add("lane_places").Add("lane_holds");
        if (late)
        {
            AddLate(batch, lane, call.Partition, after);
        }
        AddRead(batch, call);
        await using var row = await batch.ReadAsync(cancellationToken);
        var floor = await FloorAsync(row, cancellationToken);
        var jobs = ImmutableArray.CreateBuilder<ReadyJob>();
        if (late)
        {
            while (await row.ReadAsync(cancellationToken))
            {
                jobs.Add(Map(row, lane));
            }
            _ = await row.NextResultAsync(cancellationToken);
        }
        var (position, end) = call.Partition.Count == 1
            ? await ReadWholeAsync(row, call, jobs, cancellationToken)
            : await ReadPartAsync(row, call, jobs, cancellationToken);
        return new LanePage(jobs.DrainToImmutable(), new LaneCursor(position, Math.Min(position, floor)), end);
    }

    /// <summary>The first jobs of a lane with a concurrency key.</summary>
    public static async Task<ImmutableArray<ReadyJob>> ReadKeyAsync(
        NpgsqlConnection connection, Lane lane, string key, int maxCount, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("lane_read_key")
            .With((short)lane.Priority).With(lane.Type).With(key).With(maxCount);
        await using var row = await batch.ReadAsync(cancellationToken);
        var jobs = ImmutableArray.CreateBuilder<ReadyJob>();
        while (await row.ReadAsync(cancellationToken))
        {
            jobs.Add(Map(row, lane));
        }
        return jobs.DrainToImmutable();
    }

    private static void AddLate(StatementBatch batch, Lane lane, Partition partition, LaneCursor after)
    {
        _ = batch.Add(partition.Count == 1 ? "lane_late" : "lane_late_part")
            .With((short)lane.Priority).With(lane.Type).With(after.Floor).With(after.Position);
        if (partition.Count > 1)
        {
            _ = batch.With(partition.Index).With(partition.Count);
        }
    }

    private static void AddRead(
        StatementBatch batch, (Lane Lane, Partition Partition, LaneCursor After, int MaxCount, int MaxBytes) call)
    {
        var partition = call.Partition;
        _ = batch.Add(partition.Count == 1 ? "lane_read" : "lane_read_part")
            .With((short)call.Lane.Priority).With(call.Lane.Type).With(call.After.Position)
            .With(call.MaxCount).With((long)call.MaxBytes);
        if (partition.Count > 1)
        {
            _ = batch.With(partition.Index).With(partition.Count);
        }
    }

    /// <summary>
    /// A transaction holds the last number of places taken before its own. All places up to the least of those, and up to
    /// the last taken before the holds were looked at, are decided; the rows are read after that.
    /// </summary>
    private static async Task<long> FloorAsync(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        _ = await row.ReadAsync(cancellationToken);
        var last = row.GetInt64(0);
        var floor = last;
        _ = await row.NextResultAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            // Only the low bits are known: the newest value that has them. One above the last was taken since.
            var back = (last - row.GetInt64(0)) & HoldMask;
            floor = Math.Min(floor, back > HoldMask / 2 ? last : last - back);
        }
        _ = await row.NextResultAsync(cancellationToken);
        return ((floor + 1) << PlaceBits) - 1;
    }

    private static async Task<(long Position, bool End)> ReadWholeAsync(
        NpgsqlDataReader row, (Lane Lane, Partition Partition, LaneCursor After, int MaxCount, int MaxBytes) call,
        ImmutableArray<ReadyJob>.Builder jobs, CancellationToken cancellationToken)
    {
        var (position, read, bytes) = (call.After.Position, 0, 0L);
        while (await row.ReadAsync(cancellationToken))
        {
            var job = Map(row, call.Lane);
            (position, read, bytes) = (job.Position, read + 1, bytes + job.Payload.Length);
            jobs.Add(job);
        }
        return (position, read < call.MaxCount && bytes < call.MaxBytes);
    }

    /// <summary>The last row is that of the last job looked at, whose ever it is, unless the page was full before.</summary>
    private static async Task<(long Position, bool End)> ReadPartAsync(
        NpgsqlDataReader row, (Lane Lane, Partition Partition, LaneCursor After, int MaxCount, int MaxBytes) call,
        ImmutableArray<ReadyJob>.Builder jobs, CancellationToken cancellationToken)
    {
        var (position, end) = (call.After.Position, true);
        while (await row.ReadAsync(cancellationToken))
        {
            (position, end) = (row.GetInt64(1), row.GetBoolean(15));
            if (row.GetBoolean(14))
            {
                jobs.Add(Map(row, call.Lane));
            }
        }
        return (position, end);
    }

    private static ReadyJob Map(NpgsqlDataReader row, Lane lane) => new()
    {
        Id = new JobId(row.GetGuid(0)),
        Lane = lane,
        Position = row.GetInt64(1),
        AttemptsUsed = row.GetInt32(2),
        RetryBase = row.GetInt32(3),
        MaxRetries = row.GetInt16(4),
        Interruptions = row.GetInt16(5),
        Timeout = TimeSpan.FromMilliseconds(row.GetInt32(6)),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(7),
        ConcurrencyKey = row.IsDBNull(8) ? null : row.GetString(8),
        Tags = row.IsDBNull(9) ? [] : StoredForms.TagsFromText(row.GetString(9)),
        Parent = row.IsDBNull(10) ? null : new JobId(row.GetGuid(10)),
        Payload = row.GetFieldValue<byte[]>(11),
        DueAt = row.GetFieldValue<DateTimeOffset>(row.IsDBNull(13) ? 7 : 13),
        Trace = row.IsDBNull(12) ? null : row.GetString(12),
    };
}
