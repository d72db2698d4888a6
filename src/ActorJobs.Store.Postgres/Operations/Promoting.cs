using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Makes due jobs ready.</summary>
internal static class Promoting
{
    /// <summary>Makes at most so many ready, earliest first, in one round trip.</summary>
    public static async Task<PromotionResult> RunAsync(
        NpgsqlConnection connection, DateTimeOffset now, int maxCount, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection)
            .Add("position_hold")
            .Add("promote").With(now.UtcDateTime).With(maxCount)
            .Add("promote_next");
        await using var row = await batch.ReadAsync(cancellationToken);
        _ = await row.NextResultAsync(cancellationToken);
        var (count, lanes) = (0L, new List<Lane>());
        while (await row.ReadAsync(cancellationToken))
        {
            count += row.GetInt64(0);
            lanes.Add(new Lane((Priority)row.GetInt16(1), row.GetString(2)));
        }
        _ = await row.NextResultAsync(cancellationToken);
        var next = await row.ReadAsync(cancellationToken) ? row.GetFieldValue<DateTimeOffset>(0) : (DateTimeOffset?)null;
        return new PromotionResult((int)count, [.. lanes.OrderBy(lane => lane.Priority)], next);
    }
}
