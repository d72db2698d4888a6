using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Pauses in force.</summary>
internal static class Pausing
{
    private const short AllPriorities = -1;
    private const string AllTypes = "";

    /// <summary>Adds or removes a pause; false when nothing changed.</summary>
    public static async Task<bool> RunAsync(
        NpgsqlConnection connection, string statement, Pause pause, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add(statement)
            .With((short?)pause.Priority ?? AllPriorities).With(pause.Type ?? AllTypes);
        return await batch.RunAsync(cancellationToken) > 0;
    }

    /// <summary>All of them.</summary>
    public static async Task<ImmutableArray<Pause>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("pauses_all");
        await using var row = await batch.ReadAsync(cancellationToken);
        var pauses = ImmutableArray.CreateBuilder<Pause>();
        while (await row.ReadAsync(cancellationToken))
        {
            var (priority, type) = (row.GetInt16(0), row.GetString(1));
            pauses.Add(new Pause(priority == AllPriorities ? null : (Priority)priority, type.Length == 0 ? null : type));
        }
        return pauses.DrainToImmutable();
    }
}
