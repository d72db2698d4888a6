using ActorJobs.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Stores.Redis;

/// <summary>Adds the Redis store to a host.</summary>
public static class RedisHostExtensions
{
    /// <summary>Jobs are kept where the setting REDIS_URL says.</summary>
    /// <param name="builder">What AddActorJobs answered.</param>
    /// <param name="change">Answers the options wanted, given those of the settings; null for those.</param>
    public static ActorJobsBuilder UseRedis(
        this ActorJobsBuilder builder, Func<RedisStoreOptions, RedisStoreOptions>? change = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IJobStore>(provider =>
        {
            var addresses = provider.GetRequiredService<StoreAddresses>();
            var options = new RedisStoreOptions { Url = StoreAddresses.Require(addresses.RedisUrl, "REDIS_URL") };
            return new RedisJobStore(
                change is null ? options : change(options), provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<RedisJobStore>>());
        });
        return builder;
    }
}
