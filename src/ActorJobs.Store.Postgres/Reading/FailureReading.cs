using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Reading;

/// <summary>Groups failed jobs, from their small rows.</summary>
internal static class FailureReading
{
    /// <summary>By type and error, the most frequent first.</summary>
    public static async Task<ImmutableArray<FailureGroup>> ReadAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("failures_get");
        await using var row = await batch.ReadAsync(cancellationToken);
        var groups = new List<FailureGroup>();
        while (await row.ReadAsync(cancellationToken))
        {
            groups.Add(new FailureGroup(
                row.GetString(0), Enum.Parse<ErrorClass>(row.GetString(1), ignoreCase: true), row.GetString(2), row.GetInt64(3),
                row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5), new JobId(row.GetGuid(6))));
        }
        return FailureGroups.Join(groups);
    }
}
