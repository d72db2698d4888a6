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
        NpgsqlConnection connection, Lane lane, LaneCursor after, int maxCount, int maxBytes,
        CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("lane_places").Add("lane_holds");
        var late = after.Floor < after.Position;
        if (late)
        {
            _ = batch.Add("lane_late")
                .With((short)lane.Priority).With(lane.Type).With(after.Floor).With(after.Position);
        }
        _ = batch.Add("lane_read")
            .With((short)lane.Priority).With(lane.Type).With(after.Position).With(maxCount).With((long)maxBytes);
        await using var row = await batch.ReadAsync(cancellationToken);
        var floor = await FloorAsync(row, cancellationToken);
        var jobs = ImmutableArray.CreateBuilder<ReadyJob>();
        if (late)
        {
            _ = await MapAsync(row, lane, jobs, cancellationToken);
            _ = await row.NextResultAsync(cancellationToken);
        }
        var before = jobs.Count;
        var bytes = await MapAsync(row, lane, jobs, cancellationToken);
        var read = jobs.Count - before;
        var position = read == 0 ? after.Position : jobs[^1].Position;
        return new LanePage(
            jobs.DrainToImmutable(), new LaneCursor(position, Math.Min(position, floor)), read < maxCount && bytes < maxBytes);
    }

    /// <summary>The first jobs of a lane with a concurrency key.</summary>
    public static async Task<ImmutableArray<ReadyJob>> ReadKeyAsync(
        NpgsqlConnection connection, Lane lane, string key, int maxCount, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("lane_read_key")
            .With((short)lane.Priority).With(lane.Type).With(key).With(maxCount);
        await using var row = await batch.ReadAsync(cancellationToken);
        var jobs = ImmutableArray.CreateBuilder<ReadyJob>();
        _ = await MapAsync(row, lane, jobs, cancellationToken);
        return jobs.DrainToImmutable();
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

    private static async Task<long> MapAsync(
        NpgsqlDataReader row, Lane lane, ImmutableArray<ReadyJob>.Builder jobs, CancellationToken cancellationToken)
    {
        var bytes = 0L;
        while (await row.ReadAsync(cancellationToken))
        {
            var payload = row.GetFieldValue<byte[]>(11);
            bytes += payload.Length;
            jobs.Add(new ReadyJob
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
                Payload = payload,
                DueAt = row.GetFieldValue<DateTimeOffset>(row.IsDBNull(13) ? 7 : 13),
                Trace = row.IsDBNull(12) ? null : row.GetString(12),
            });
        }
        return bytes;
    }
}
