using System.Text;
using SQLitePCL;

namespace ActorJobs.Stores.Sqlite.Connections;

/// <summary>
/// A prepared statement, used again and again by one thread at a time. Parameters are numbered from 1, columns from 0.
/// </summary>
/// <remarks>
/// Sits directly on the native API: the ADO.NET layer looks every parameter up by name and allocates a reader per call.
/// </remarks>
internal sealed class Statement(sqlite3 db, sqlite3_stmt handle) : IDisposable
{
    private const int IdBytes = 16;
    private const int MaxStackBytes = 1024;

    /// <summary>Makes it ready for new parameters. All of them must be bound: old values stay otherwise.</summary>
    public Statement Start()
    {
        // The code returned is that of the last step, which has been thrown already.
        _ = raw.sqlite3_reset(handle);
        return this;
    }

    /// <summary>Binds a number.</summary>
    public Statement Bind(int index, long value) => Check(raw.sqlite3_bind_int64(handle, index, value));

    /// <summary>Binds a number or null.</summary>
    public Statement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    /// <summary>Binds a fraction.</summary>
    public Statement Bind(int index, double value) => Check(raw.sqlite3_bind_double(handle, index, value));

    /// <summary>Binds an id as its 16 big-endian bytes.</summary>
    public Statement Bind(int index, JobId id)
    {
        Span<byte> bytes = stackalloc byte[IdBytes];
        _ = id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Check(raw.sqlite3_bind_blob(handle, index, bytes));
    }

    /// <summary>Binds an id or null.</summary>
    public Statement Bind(int index, JobId? id) => id is { } known ? Bind(index, known) : BindNull(index);

    /// <summary>Binds bytes; none are an empty blob, not null.</summary>
    public Statement Bind(int index, ReadOnlySpan<byte> bytes) => Check(bytes.IsEmpty
        ? raw.sqlite3_bind_zeroblob(handle, index, 0)
        : raw.sqlite3_bind_blob(handle, index, bytes));

    /// <summary>Binds text or null.</summary>
    public Statement Bind(int index, string? text)
    {
        if (text is null)
        {
            return BindNull(index);
        }
        if (text.Length == 0 || text.Length * 3 > MaxStackBytes)
        {
            return Check(raw.sqlite3_bind_text(handle, index, text));
        }
        Span<byte> bytes = stackalloc byte[MaxStackBytes];
        return Check(raw.sqlite3_bind_text(handle, index, bytes[..Encoding.UTF8.GetBytes(text, bytes)]));
    }

    /// <summary>Binds null.</summary>
    public Statement BindNull(int index) => Check(raw.sqlite3_bind_null(handle, index));

    /// <summary>Goes to the next row; false after the last, when the statement has been reset.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }
        if (code != raw.SQLITE_DONE)
        {
            var fault = SqliteFault.Of(db, code);
            _ = raw.sqlite3_reset(handle);
            throw fault;
        }
        _ = raw.sqlite3_reset(handle);
        return false;
    }

    /// <summary>Ends reading before the last row.</summary>
    public void Reset() => _ = raw.sqlite3_reset(handle);

    /// <summary>Runs a statement that answers no rows.</summary>
    /// <returns>Rows changed.</returns>
    public int Execute()
    {
        while (Step())
        {
        }
        return raw.sqlite3_changes(db);
    }

    /// <summary>True when the column is null.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    /// <summary>A number.</summary>
    public long Long(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>A small number.</summary>
    public int Int(int column) => raw.sqlite3_column_int(handle, column);

    /// <summary>A fraction.</summary>
    public double Double(int column) => raw.sqlite3_column_double(handle, column);

    /// <summary>Bytes of a blob or of a text, valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    /// <summary>An id.</summary>
    public JobId Id(int column) => new(new Guid(Bytes(column), bigEndian: true));

    /// <summary>Text, or null.</summary>
    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(Bytes(column));

    /// <summary>A moment, or null.</summary>
    public DateTimeOffset? Time(int column) =>
        IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(Long(column));

    public void Dispose() => handle.Dispose();

    private Statement Check(int code) => code == raw.SQLITE_OK ? this : throw SqliteFault.Of(db, code);
}
