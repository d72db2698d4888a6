using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Keeps readers of the same jobs apart: one is at work at a time, and only the one with the newest epoch.</summary>
internal static class Fencing
{
    /// <summary>
    /// Holds the fence for a reader, to the end of the transaction. Readers of different partitions do not wait for each other;
    /// the reader of the whole queue, whoever opens an epoch and people who change jobs wait for all.
    /// </summary>
    public static StatementBatch Fence(this StatementBatch batch, Partition partition) =>
        partition.Count == 1 ? batch.Add("fence") : batch.Add("fence_part").With(partition.Index);

    /// <summary>Takes a new epoch; with another number of partitions than before all earlier ones are lost.</summary>
    public static async Task<ReaderEpoch> OpenEpochAsync(
        NpgsqlConnection connection, Partition partition, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("fence");
        _ = partition.Count == 1
            ? batch.Add("epoch_open")
            : batch.Add("epoch_open_part").With(partition.Index).With(partition.Count);
        await using var row = await batch.ReadAsync(cancellationToken);
        _ = await row.NextResultAsync(cancellationToken);
        _ = await row.ReadAsync(cancellationToken);
        return new ReaderEpoch(row.GetInt64(0), partition);
    }
}
