namespace ActorJobs.Settings;

/// <summary>Where the queue lives.</summary>
public enum StoreKind
{
    /// <summary>A file of this machine; one process. When neither URL is set.</summary>
    Sqlite,

    /// <summary>PostgreSQL; when only <c>DATABASE_URL</c> is set.</summary>
    Postgres,

    /// <summary>Redis Streams; when <c>REDIS_URL</c> is set.</summary>
    Redis,
}
