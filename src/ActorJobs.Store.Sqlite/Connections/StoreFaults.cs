using SQLitePCL;

namespace ActorJobs.Stores.Sqlite.Connections;

/// <summary>Says in the contract's words what SQLite's errors mean and what to do.</summary>
internal static class StoreFaults
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>What an error means while the store runs.</summary>
    public static StoreUnavailableException AtRunTime(SqliteFault fault, string path) => new(
        fault.Code switch
        {
            raw.SQLITE_FULL => $"There is no room left for '{path}'; nothing was written. Free space on its disk, or raise " +
                $"{nameof(SqliteStoreOptions.MaxFileBytes)} if it is set; the store then works again by itself.",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"Another program holds the write lock of '{path}'; nothing was " +
                "written. End its transaction; the store then works again by itself.",
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => $"'{path}' can no longer be written " +
                $"({fault.Message}). Restore its permissions; the store then works again by itself.",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Damaged(fault, path),
            _ => $"SQLite failed on '{path}' ({fault.Message}, code {fault.ExtendedCode}). Check its disk.",
        },
        RetryAfter, fault);

    /// <summary>What an error means while the store opens.</summary>
    public static StoreConfigurationException AtOpen(SqliteFault fault, string path) => new(
        fault.Code switch
        {
            raw.SQLITE_NOTADB => $"'{path}' is not a SQLite database. Move it away or name another file.",
            raw.SQLITE_CORRUPT => Damaged(fault, path),
            raw.SQLITE_FULL => $"There is no room for '{path}' on its disk. Free space or name a file on another disk.",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"Another program holds the write lock of '{path}'. End it and start again.",
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => ReadOnly(path, fault.Message),
            _ => $"'{path}' cannot be opened ({fault.Message}, code {fault.ExtendedCode}). Check its disk, or name another file.",
        },
        fault);

    /// <summary>The file or what lies beside it cannot be written.</summary>
    public static string ReadOnly(string path, string reason) =>
        $"'{path}' cannot be written ({reason}). Make the file and its directory writable for this user, or name another file.";

    private static string Damaged(SqliteFault fault, string path) =>
        $"'{path}' is damaged ({fault.Message}). Restore a backup, or move it away together with its -wal and -shm files to " +
        "start empty.";
}
