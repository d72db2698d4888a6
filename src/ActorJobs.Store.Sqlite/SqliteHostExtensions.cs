using ActorJobs.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Stores.Sqlite;

/// <summary>Adds the SQLite store to a host.</summary>
public static class SqliteHostExtensions
{
    /// <summary>Jobs are kept where the setting SQLITE_PATH says.</summary>
    /// <param name="builder">What AddActorJobs answered.</param>
    /// <param name="change">Answers the options wanted, given those of the settings; null for those.</param>
    public static ActorJobsBuilder UseSqlite(
        this ActorJobsBuilder builder, Func<SqliteStoreOptions, SqliteStoreOptions>? change = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IJobStore>(provider =>
        {
            var addresses = provider.GetRequiredService<StoreAddresses>();
            var options = new SqliteStoreOptions { Path = addresses.SqlitePath };
            return new SqliteJobStore(
                change is null ? options : change(options), provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<SqliteJobStore>>());
        });
        return builder;
    }
}
