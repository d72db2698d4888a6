using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace ActorJobs.Stores.Postgres.Connections;

/// <summary>
/// Statements that go to the server together, in one round trip; outside a transaction they are one of their own. Each
/// names a file below <c>Sql/</c>, whose parameters are given in order.
/// </summary>
internal sealed class StatementBatch(NpgsqlConnection connection) : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, string> Texts = new();

    private readonly NpgsqlBatch _batch = new(connection);
    private NpgsqlParameterCollection? _parameters;

    /// <summary>Adds a statement; its parameters follow by <see cref="With{T}(T)"/>.</summary>
    public StatementBatch Add(string statement)
    {
        var command = new NpgsqlBatchCommand(Texts.GetOrAdd(statement, SqlText.Statement));
        _batch.BatchCommands.Add(command);
        _parameters = command.Parameters;
        return this;
    }

    /// <summary>The next parameter of the statement added last.</summary>
    public StatementBatch With<T>(T value)
    {
        _parameters!.Add(new NpgsqlParameter<T> { TypedValue = value });
        return this;
    }

    /// <summary>The next parameter, whose type does not follow from its value.</summary>
    public StatementBatch With(object? value, NpgsqlDbType type)
    {
        _parameters!.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return this;
    }

    /// <summary>Runs all and answers their rows; <see cref="System.Data.Common.DbDataReader.NextResult"/> leads on.</summary>
    public Task<NpgsqlDataReader> ReadAsync(CancellationToken cancellationToken) => _batch.ExecuteReaderAsync(cancellationToken);

    /// <summary>Runs all.</summary>
    /// <returns>Rows affected by all of them.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken) => _batch.ExecuteNonQueryAsync(cancellationToken);

    public ValueTask DisposeAsync() => _batch.DisposeAsync();
}
