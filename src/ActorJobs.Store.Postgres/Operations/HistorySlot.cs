using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>A slot of the ring in which ended jobs are kept.</summary>
/// <param name="Number">From 0.</param>
/// <param name="OpenedAt">Since when jobs end in it; null when it is empty or no purge has seen it yet.</param>
/// <param name="ClosedAt">When the next was opened; null for the current one and for empty ones.</param>
/// <param name="IsCurrent">True for the one in which jobs end now.</param>
internal sealed record HistorySlot(short Number, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt, bool IsCurrent)
{
    /// <summary>All of them, in order.</summary>
    public static async Task<List<HistorySlot>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("slots_get");
        await using var row = await batch.ReadAsync(cancellationToken);
        var slots = new List<HistorySlot>();
        while (await row.ReadAsync(cancellationToken))
        {
            slots.Add(new HistorySlot(row.GetInt16(0), Time(row, 1), Time(row, 2), row.GetBoolean(3)));
        }
        return slots;
    }

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
