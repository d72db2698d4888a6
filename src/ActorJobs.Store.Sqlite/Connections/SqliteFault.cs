using SQLitePCL;

namespace ActorJobs.Stores.Sqlite.Connections;

/// <summary>
/// SQLite answered with an error. Never leaves the provider: it becomes one of the contract's exceptions.
/// </summary>
internal sealed class SqliteFault(int extendedCode, string message) : Exception(message)
{
    private const int PrimaryMask = 0xFF;

    /// <summary>Extended result code.</summary>
    public int ExtendedCode { get; } = extendedCode;

    /// <summary>Primary result code.</summary>
    public int Code => ExtendedCode & PrimaryMask;

    /// <summary>True when there is no room left on the disk, or the file has reached its largest size.</summary>
    public bool IsFull => Code == raw.SQLITE_FULL;

    /// <summary>Throws what the connection says about its last call.</summary>
    public static SqliteFault Of(sqlite3 db, int code)
    {
        var extended = raw.sqlite3_extended_errcode(db);
        return new SqliteFault(
            (extended & PrimaryMask) == (code & PrimaryMask) ? extended : code, raw.sqlite3_errmsg(db).utf8_to_string());
    }
}
