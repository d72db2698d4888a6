using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Reading;

/// <summary>Reads the claims that stand.</summary>
internal static class ClaimReading
{
    /// <summary>All of them, each with the epoch that made it and the jobs that still stand in it.</summary>
    public static async Task<ImmutableArray<Claim>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("claims_all");
        await using var row = await batch.ReadAsync(cancellationToken);
        var claims = new List<Claim>();
        var jobs = ImmutableArray.CreateBuilder<ClaimedJob>();
        while (await row.ReadAsync(cancellationToken))
        {
            var id = new ClaimId(row.GetInt64(0));
            if (claims.Count == 0 || claims[^1].Id != id)
            {
                Close();
                claims.Add(new Claim(
                    id, new ReaderEpoch(row.GetInt64(1), new Partition(row.GetInt16(7), row.GetInt16(8))),
                    new NodeId(row.GetString(2), row.GetInt32(3)),
                    row.GetFieldValue<DateTimeOffset>(4), []));
            }
            jobs.Add(new ClaimedJob(new JobId(row.GetGuid(5)), row.GetInt32(6)));
        }
        Close();
        return [.. claims];

        void Close()
        {
            if (claims.Count > 0)
            {
                claims[^1] = claims[^1] with { Jobs = jobs.DrainToImmutable() };
            }
        }
    }

    /// <summary>The jobs in a partition's claims, with what a reader that takes over must know of them.</summary>
    public static async Task<ImmutableArray<StandingJob>> ReadStandingAsync(
        NpgsqlConnection connection, Partition partition, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection)
            .Add("standing_all").With(partition.Index).With(partition.Count);
        await using var row = await batch.ReadAsync(cancellationToken);
        var jobs = ImmutableArray.CreateBuilder<StandingJob>();
        while (await row.ReadAsync(cancellationToken))
        {
            jobs.Add(new StandingJob(
                new ClaimId(row.GetInt64(0)), new NodeId(row.GetString(1), row.GetInt32(2)),
                row.GetFieldValue<DateTimeOffset>(3), new ClaimedJob(new JobId(row.GetGuid(4)), row.GetInt32(5)),
                new Lane((Priority)row.GetInt16(6), row.GetString(7)), row.IsDBNull(8) ? null : row.GetString(8),
                row.GetInt16(9)));
        }
        return jobs.DrainToImmutable();
    }
}
