using ActorJobs.Settings;
using ActorJobs.Stores;
using ActorJobs.Stores.Postgres;
using ActorJobs.Stores.Redis;
using ActorJobs.Stores.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Benchmarks.Stores;

/// <summary>The store that settings name.</summary>
internal static class StoreChoice
{
    public static IServiceCollection AddStore(this IServiceCollection services, StoreSettings settings) =>
        services.AddSingleton<IJobStore>(provider => settings.Kind switch
        {
            StoreKind.Sqlite => new SqliteJobStore(
                new SqliteStoreOptions { Path = settings.SqlitePath },
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteJobStore>>()),
            StoreKind.Redis => new RedisJobStore(
                new RedisStoreOptions { Url = settings.RedisUrl!.Reveal() },
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RedisJobStore>>()),
            StoreKind.Postgres => new PostgresJobStore(
                new PostgresStoreOptions { Url = settings.DatabaseUrl!.Reveal() },
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresJobStore>>()),
            var kind => throw new BenchmarkException($"There is no {kind} store."),
        });
}
