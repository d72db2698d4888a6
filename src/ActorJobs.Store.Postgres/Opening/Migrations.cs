using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Opening;

/// <summary>Brings the schema to the version of this program, once, however many nodes start together.</summary>
internal static class Migrations
{
    private const int TimeoutSeconds = 600;

    /// <summary>The version of this program.</summary>
    public static int Newest => SqlText.Migrations.Count;

    /// <summary>Applies what is missing, all in one transaction.</summary>
    /// <returns>The version found; 0 for a new database.</returns>
    /// <exception cref="StoreConfigurationException">
    /// The database cannot be used as configured, or was written by a newer program.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The server does not answer.</exception>
    public static async Task<int> ApplyAsync(StoreConnections connections, CancellationToken cancellationToken)
    {
        try
        {
            return await connections.InTransactionAsync(
                (connection, cancelled) => ApplyAsync(connection, connections.Server, cancelled), cancellationToken);
        }
        catch (StoreUnavailableException fault)
            when (StoreFaults.AtOpen(fault.InnerException!, connections.Server) is { } wrong)
        {
            throw wrong;
        }
    }

    private static async Task<int> ApplyAsync(NpgsqlConnection connection, string server, CancellationToken cancellationToken)
    {
        await RunAsync(connection, SqlText.Statement("migration_lock"), cancellationToken);
        var found = await VersionAsync(connection, cancellationToken);
        if (found > Newest)
        {
            throw new StoreConfigurationException(
                $"PostgreSQL at {server} has schema version {found}, but this program knows versions up to {Newest}. Run the " +
                "newer program that migrated it, or name another database.");
        }
        for (var version = found + 1; version <= Newest; version++)
        {
            await RunAsync(connection, SqlText.Read(SqlText.Migrations[version - 1]), cancellationToken);
        }
        // Written even when nothing is missing, to find out now whether the database can be.
        await using var set = new StatementBatch(connection).Add("schema_version_set").With(Newest);
        _ = await set.RunAsync(cancellationToken);
        return found;
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using (var batch = new StatementBatch(connection).Add("schema_found"))
        await using (var row = await batch.ReadAsync(cancellationToken))
        {
            if (!await row.ReadAsync(cancellationToken) || !row.GetBoolean(0))
            {
                return 0;
            }
        }
        await using var versions = new StatementBatch(connection).Add("schema_version_get");
        await using var version = await versions.ReadAsync(cancellationToken);
        return await version.ReadAsync(cancellationToken) ? version.GetInt32(0) : 0;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = TimeoutSeconds };
        _ = await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
