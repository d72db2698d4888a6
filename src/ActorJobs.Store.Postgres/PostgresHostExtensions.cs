using ActorJobs.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Stores.Postgres;

/// <summary>Adds the PostgreSQL store to a host.</summary>
public static class PostgresHostExtensions
{
    /// <summary>Jobs are kept where the setting DATABASE_URL says.</summary>
    /// <param name="builder">What AddActorJobs answered.</param>
    /// <param name="change">Answers the options wanted, given those of the settings; null for those.</param>
    public static ActorJobsBuilder UsePostgres(
        this ActorJobsBuilder builder, Func<PostgresStoreOptions, PostgresStoreOptions>? change = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IJobStore>(provider =>
        {
            var addresses = provider.GetRequiredService<StoreAddresses>();
            var options = new PostgresStoreOptions { Url = StoreAddresses.Require(addresses.DatabaseUrl, "DATABASE_URL") };
            return new PostgresJobStore(
                change is null ? options : change(options), provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<PostgresJobStore>>());
        });
        return builder;
    }
}
