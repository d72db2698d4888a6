namespace ActorJobs.Settings;

/// <summary>Where jobs are kept.</summary>
/// <param name="DatabaseUrl"><c>DATABASE_URL</c>: <c>postgres://user:password@host:port/database</c>, or null.</param>
/// <param name="RedisUrl"><c>REDIS_URL</c>: <c>redis://host:port</c> (<c>rediss://</c> with TLS), or null.</param>
/// <param name="SqlitePath"><c>SQLITE_PATH</c>: file used when neither URL is set; default
/// <c>data/actorjobs.db</c>.</param>
public sealed record StoreSettings(SecretText? DatabaseUrl, SecretText? RedisUrl, string SqlitePath)
{
    /// <summary>Path when the setting is not set, relative to the working directory.</summary>
    public const string DefaultSqlitePath = "data/actorjobs.db";

    /// <summary>Where the queue lives. Whether this release has the store is for the host to say.</summary>
    public StoreKind Kind =>
        RedisUrl is not null ? StoreKind.Redis : DatabaseUrl is not null ? StoreKind.Postgres : StoreKind.Sqlite;
}
