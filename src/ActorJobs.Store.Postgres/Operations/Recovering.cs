using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Ends the attempts of a node that is gone.</summary>
internal static class Recovering
{
    private const int NoAttempt = 0;

    /// <summary>
    /// Ends every attempt that stands claimed for the node in claims that the epoch's partition adopts, in the transaction that
    /// is open.
    /// </summary>
    /// <exception cref="EpochLostException">A newer epoch exists; nothing was changed.</exception>
    public static async Task<RecoveryResult> RunInTransactionAsync(
        NpgsqlConnection connection, ReaderEpoch epoch, NodeId node, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using (var locks = new StatementBatch(connection)
            .Fence(epoch.Partition)
            .Add("claims_lock_node").With(node.Address).With(node.Uid).With(epoch.Partition.Index).With(epoch.Partition.Count)
            .Add("epoch_get").With(epoch.Partition.Index).With(epoch.Partition.Count))
        await using (var row = await locks.ReadAsync(cancellationToken))
        {
            _ = await row.NextResultAsync(cancellationToken);
            _ = await row.NextResultAsync(cancellationToken);
            _ = await row.ReadAsync(cancellationToken);
            if (row.GetInt64(0) != epoch.Value)
            {
                throw new EpochLostException(epoch);
            }
        }
        await using var batch = new StatementBatch(connection)
            .Add("recover").With(node.Address).With(node.Uid).With(now.UtcDateTime).With(ErrorTail(node, now))
            .With(epoch.Partition.Index).With(epoch.Partition.Count);
        RecoveryResult result;
        await using (var lost = await batch.ReadAsync(cancellationToken))
        {
            result = await ReadAsync(lost, cancellationToken);
        }
        await using var settling = new StatementBatch(connection)
            .Settle([.. result.Failed.Concat(result.Cancelled).Select(id => id.Value)], now)
            .Add("settle_rest").With(now.UtcDateTime); // jobs that ended by their handlers' own transactions
        _ = await settling.RunAsync(cancellationToken);
        return result;
    }

    private static async Task<RecoveryResult> ReadAsync(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        var (ready, failed, cancelled) = (new List<JobId>(), new List<JobId>(), new List<JobId>());
        var lanes = new HashSet<Lane>();
        var more = false;
        while (await row.ReadAsync(cancellationToken))
        {
            var id = new JobId(row.GetGuid(0));
            switch (row.IsDBNull(1) ? null : (JobState?)row.GetInt16(1))
            {
                case null:
                    more = true;
                    break;
                case JobState.Failed:
                    failed.Add(id);
                    break;
                case JobState.Cancelled:
                    cancelled.Add(id);
                    break;
                default:
                    ready.Add(id);
                    _ = lanes.Add(new Lane((Priority)row.GetInt16(2), row.GetString(3)));
                    break;
            }
        }
        return new RecoveryResult(
            [.. ready], [.. failed], [.. cancelled], [.. lanes.OrderBy(lane => lane.Priority)], more);
    }

    /// <summary>The error of each attempt as JSON, from behind the number of the attempt, which comes first.</summary>
    private static string ErrorTail(NodeId node, DateTimeOffset now)
    {
        var error = OutcomeColumns.ToText(new JobError(
            NoAttempt, now, ErrorClass.Interrupted, $"The node {node.Address} was lost while this attempt ran.",
            Node: node.Address));
        return error[$"{{\"attempt\":{NoAttempt}".Length..];
    }
}
