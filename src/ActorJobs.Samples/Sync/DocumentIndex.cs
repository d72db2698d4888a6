using Microsoft.Data.Sqlite;

namespace ActorJobs.Samples.Sync;

/// <summary>
/// The documents of one source, in a SQLite file that several sources and processes of one machine may share. Writes
/// are short transactions; one that meets another waits for it.
/// </summary>
internal sealed class DocumentIndex : IAsyncDisposable
{
    /// <summary>Relative to the working directory.</summary>
    public const string DefaultPath = "data/sync-index.db";

    private const string Create = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS documents (
            source TEXT NOT NULL, path TEXT NOT NULL, size_bytes INTEGER NOT NULL, modified_ticks INTEGER NOT NULL,
            sha256 TEXT NOT NULL, words INTEGER NOT NULL, PRIMARY KEY (source, path)) WITHOUT ROWID;
        """;

    private const string Upsert = """
        INSERT INTO documents (source, path, size_bytes, modified_ticks, sha256, words)
        VALUES ($source, $path, $size, $modified, $sha256, $words)
        ON CONFLICT (source, path) DO UPDATE SET size_bytes = excluded.size_bytes, modified_ticks = excluded.modified_ticks,
            sha256 = excluded.sha256, words = excluded.words
        """;

    private const string Select = "SELECT path, size_bytes, modified_ticks FROM documents WHERE source = $source";

    private const string Delete = "DELETE FROM documents WHERE source = $source AND path = $path";

    private readonly SqliteConnection _connection;
    private readonly string _source;

    private DocumentIndex(SqliteConnection connection, string source)
    {
        _connection = connection;
        _source = source;
    }

    /// <summary>Opens the index for a source; makes file, folder and table if they are not there.</summary>
    public static async Task<DocumentIndex> OpenAsync(string path, string source, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path }.ToString());
        await connection.OpenAsync(cancellationToken);
        var index = new DocumentIndex(connection, source);
        await using var command = new SqliteCommand(Create, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return index;
    }

    /// <summary>Stamps by path, as of the last run.</summary>
    public async Task<Dictionary<string, FileStamp>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = Bind(new SqliteCommand(Select, _connection), ("$source", _source));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var stamps = new Dictionary<string, FileStamp>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            stamps[reader.GetString(0)] = new FileStamp(reader.GetInt64(1), reader.GetInt64(2));
        }
        return stamps;
    }

    /// <summary>Adds or replaces documents, in one transaction.</summary>
    public Task WriteAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken) =>
        InTransactionAsync(documents, document => Bind(new SqliteCommand(Upsert, _connection),
            ("$source", _source), ("$path", document.Path), ("$size", document.Stamp.Size),
            ("$modified", document.Stamp.ModifiedTicks), ("$sha256", document.Sha256), ("$words", document.Words)), cancellationToken);

    /// <summary>Removes documents, in one transaction.</summary>
    public Task RemoveAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken) =>
        InTransactionAsync(paths, path => Bind(new SqliteCommand(Delete, _connection), ("$source", _source), ("$path", path)),
            cancellationToken);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task InTransactionAsync<T>(
        IReadOnlyCollection<T> items, Func<T, SqliteCommand> statement, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
        {
            return;
        }
        await using var transaction = (SqliteTransaction)await _connection.BeginTransactionAsync(cancellationToken);
        foreach (var item in items)
        {
            await using var command = statement(item);
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    private static SqliteCommand Bind(SqliteCommand command, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }
        return command;
    }
}
