namespace ActorJobs.Handlers;

/// <summary>Where the settings of a host say that jobs are kept; the package of the store takes the one it needs.</summary>
/// <param name="databaseUrl">Setting DATABASE_URL.</param>
/// <param name="redisUrl">Setting REDIS_URL.</param>
/// <param name="sqlitePath">Setting SQLITE_PATH.</param>
public sealed class StoreAddresses(string? databaseUrl, string? redisUrl, string sqlitePath)
{
    /// <summary>PostgreSQL; empty when not set.</summary>
    public string DatabaseUrl { get; } = databaseUrl ?? "";

    /// <summary>Redis; empty when not set.</summary>
    public string RedisUrl { get; } = redisUrl ?? "";

    /// <summary>SQLite's file.</summary>
    public string SqlitePath { get; } = sqlitePath;

    /// <summary>An address that must be set.</summary>
    /// <param name="address">The address.</param>
    /// <param name="setting">Its setting.</param>
    /// <exception cref="InvalidSettingsException">It is not set.</exception>
    public static string Require(string address, string setting) => address.Length > 0 ? address
        : throw new InvalidSettingsException([$"{setting} is not set, but the store that the host uses needs it; set it to a URL."]);
}
