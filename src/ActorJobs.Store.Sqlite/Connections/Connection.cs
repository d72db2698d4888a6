using SQLitePCL;

namespace ActorJobs.Stores.Sqlite.Connections;

/// <summary>One connection with the statements prepared on it. Used by one thread at a time.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private readonly sqlite3 _db;

    static Connection()
    {
        Batteries_V2.Init();
        // SQLite counts its memory under a lock that all connections share, a tenth of the store's CPU, and nobody asks for the count.
        // A program that has used SQLite before keeps what it has: the answer then is a refusal, which changes nothing.
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private Connection(sqlite3 db) => _db = db;

    /// <summary>Opens a file; a writer creates it when it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="readOnly">True for a connection that must not write.</param>
    /// <param name="busyTimeout">How long a statement waits for a lock that another program holds.</param>
    public static Connection Open(string path, bool readOnly, TimeSpan busyTimeout)
    {
        var flags = raw.SQLITE_OPEN_NOMUTEX
            | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        var code = raw.sqlite3_open_v2(path, out var db, flags, null);
        if (code != raw.SQLITE_OK)
        {
            var fault = SqliteFault.Of(db, code);
            db.Dispose();
            throw fault;
        }
        _ = raw.sqlite3_extended_result_codes(db, 1);
        _ = raw.sqlite3_busy_timeout(db, (int)busyTimeout.TotalMilliseconds);
        return new Connection(db);
    }

    /// <summary>True between the begin and the end of a transaction.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_db) == 0;

    /// <summary>The statement of that name, prepared at its first use.</summary>
    public Statement this[string name]
    {
        get
        {
            if (!_statements.TryGetValue(name, out var statement))
            {
                statement = Prepare(SqlText.Statement(name));
                _statements.Add(name, statement);
            }
            return statement;
        }
    }

    /// <summary>Runs statements that are not worth keeping.</summary>
    public void Run(string sql)
    {
        var code = raw.sqlite3_exec(_db, sql);
        if (code != raw.SQLITE_OK)
        {
            throw SqliteFault.Of(_db, code);
        }
    }

    /// <summary>The first column of the first row, as text; null without a row.</summary>
    public string? Ask(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : null;
    }

    /// <summary>Prepares a statement that the caller disposes.</summary>
    public Statement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v3(_db, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle);
        return code == raw.SQLITE_OK ? new Statement(_db, handle) : throw SqliteFault.Of(_db, code);
    }

    /// <summary>
    /// Ends all statements, also those that were not read to their last row: one of them would keep the snapshot past its
    /// transaction, and later reads would see what was.
    /// </summary>
    public void EndStatements()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Reset();
        }
    }

    /// <summary>Ends whatever a fault left half done.</summary>
    public void Abandon()
    {
        EndStatements();
        if (InTransaction)
        {
            // Fails only where SQLite has rolled back by itself.
            _ = raw.sqlite3_exec(_db, "ROLLBACK");
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
        _db.Dispose();
    }
}
