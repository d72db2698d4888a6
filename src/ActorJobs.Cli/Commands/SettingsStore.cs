using ActorJobs.Settings;
using ActorJobs.Stores;
using ActorJobs.Stores.Postgres;
using ActorJobs.Stores.Redis;
using ActorJobs.Stores.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Cli.Commands;

/// <summary>The store that the settings name.</summary>
internal static class SettingsStore
{
    public static IJobStore Create(NodeSettings settings) => settings.Store.Kind switch
    {
        StoreKind.Postgres => new PostgresJobStore(
            new PostgresStoreOptions { Url = settings.Store.DatabaseUrl!.Reveal() }, TimeProvider.System,
            NullLogger<PostgresJobStore>.Instance),
        StoreKind.Redis => new RedisJobStore(
            new RedisStoreOptions { Url = settings.Store.RedisUrl!.Reveal() }, TimeProvider.System,
            NullLogger<RedisJobStore>.Instance),
        _ => new SqliteJobStore(
            new SqliteStoreOptions { Path = settings.Store.SqlitePath }, TimeProvider.System,
            NullLogger<SqliteJobStore>.Instance),
    };
}
