using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>What a change must know of a job.</summary>
/// <param name="Id">The job.</param>
/// <param name="Lane">Its lane.</param>
/// <param name="State">Running included.</param>
/// <param name="CancelRequested">True when it runs and its cancel was asked for.</param>
/// <param name="Claim">Its claim, when it runs.</param>
/// <param name="Node">Where it runs.</param>
/// <param name="KeyHolder">Another live job that holds its unique key, when it has ended.</param>
internal sealed record JobHead(
    JobId Id, Lane Lane, JobState State, bool CancelRequested, ClaimId? Claim, NodeId? Node, JobId? KeyHolder)
{
    /// <summary>Those of these jobs that are known.</summary>
    public static async Task<Dictionary<JobId, JobHead>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<JobId> ids, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("heads").With(ids.Select(id => id.Value).ToArray());
        await using var row = await batch.ReadAsync(cancellationToken);
        var heads = new Dictionary<JobId, JobHead>();
        while (await row.ReadAsync(cancellationToken))
        {
            var id = new JobId(row.GetGuid(0));
            var runs = !row.IsDBNull(5);
            heads[id] = new JobHead(
                id, new Lane((Priority)row.GetInt16(1), row.GetString(2)), (JobState)row.GetInt16(3), row.GetBoolean(4),
                runs ? new ClaimId(row.GetInt64(5)) : null,
                runs ? new NodeId(row.GetString(6), row.GetInt32(7)) : null,
                row.IsDBNull(8) ? null : new JobId(row.GetGuid(8)));
        }
        return heads;
    }

    /// <summary>
    /// Those that are known, with the claims of running ones held, so that no outcome comes between the look and the change.
    /// </summary>
    public static async Task<Dictionary<JobId, JobHead>> HoldInTransactionAsync(
        NpgsqlConnection connection, IReadOnlyCollection<JobId> ids, CancellationToken cancellationToken)
    {
        var heads = await ReadAsync(connection, ids, cancellationToken);
        var claims = heads.Values.Where(head => head.Claim is not null).Select(head => head.Claim!.Value.Value).Distinct().ToArray();
        if (claims.Length == 0)
        {
            return heads;
        }
        await using (var locks = new StatementBatch(connection).Add("claims_lock").With(claims))
        {
            _ = await locks.RunAsync(cancellationToken);
        }
        return await ReadAsync(connection, ids, cancellationToken);
    }
}
