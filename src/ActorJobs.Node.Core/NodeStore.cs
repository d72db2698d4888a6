using ActorJobs.Settings;
using ActorJobs.Stores;
using ActorJobs.Stores.Postgres;
using ActorJobs.Stores.Redis;
using ActorJobs.Stores.Sqlite;

namespace ActorJobs.Nodes;

/// <summary>The store that the settings name.</summary>
internal static class NodeStore
{
    public static IJobStore Create(NodeSettings settings, TimeProvider time, ILoggerFactory loggers) => settings.Store.Kind switch
    {
        StoreKind.Postgres => new PostgresJobStore(
            new PostgresStoreOptions { Url = settings.Store.DatabaseUrl!.Reveal() }, time,
            loggers.CreateLogger<PostgresJobStore>()),
        StoreKind.Redis => new RedisJobStore(
            new RedisStoreOptions
            {
                Url = settings.Store.RedisUrl!.Reveal(),
                SucceededCount = settings.Retention.SucceededCount,
            },
            time, loggers.CreateLogger<RedisJobStore>()),
        _ => new SqliteJobStore(
            new SqliteStoreOptions { Path = settings.Store.SqlitePath }, time, loggers.CreateLogger<SqliteJobStore>()),
    };
}
