using System.Globalization;
using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Opening;

/// <summary>Opens connections with the settings this store relies on.</summary>
internal static class StoreConnections
{
    private const int PageBytes = 4096;
    private const int WriterCacheKiB = 16 * 1024;
    private const int ReaderCacheKiB = 2 * 1024;

    // 4 MiB of log between checkpoints. A larger log would copy hot pages back less often, but measured slower: until
    // the log starts over each sync also has to grow the file. It is cut back to 64 MiB after a reader held it open.
    private const int CheckpointPages = 1024;
    private const int MaxIdleLogBytes = 64 * 1024 * 1024;

    /// <summary>Opens the one connection that writes.</summary>
    /// <exception cref="StoreConfigurationException">The file system cannot hold a write-ahead log.</exception>
    public static Connection OpenWriter(string path, SqliteStoreOptions options)
    {
        var db = Connection.Open(path, readOnly: false, options.BusyTimeout);
        try
        {
            db.Run(Text($"PRAGMA page_size = {PageBytes}"));
            if (db.Ask("PRAGMA journal_mode = WAL") != "wal")
            {
                throw new StoreConfigurationException(
                    $"'{path}' cannot keep a write-ahead log; network file systems cannot. Name a file on a local disk.");
            }
            db.Run(Text($"""
                PRAGMA synchronous = FULL;
                PRAGMA cache_size = -{WriterCacheKiB};
                PRAGMA wal_autocheckpoint = {CheckpointPages};
                PRAGMA journal_size_limit = {MaxIdleLogBytes};
                PRAGMA temp_store = MEMORY;
                """));
            if (options.MaxFileBytes > 0)
            {
                var pageBytes = long.Parse(db.Ask("PRAGMA page_size")!, CultureInfo.InvariantCulture);
                db.Run(Text($"PRAGMA max_page_count = {options.MaxFileBytes / pageBytes}"));
            }
            return db;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that only reads. The writer must be open.</summary>
    public static Connection OpenReader(string path, SqliteStoreOptions options)
    {
        var db = Connection.Open(path, readOnly: true, options.BusyTimeout);
        db.Run(Text($"PRAGMA cache_size = -{ReaderCacheKiB}"));
        return db;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
