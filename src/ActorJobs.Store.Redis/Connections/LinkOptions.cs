using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Connections;

/// <summary>How the driver is to connect.</summary>
internal static class LinkOptions
{
    private const int FirstReconnectMs = 100;
    private const int LongestReconnectMs = 2000;
    private const int KeepAliveSeconds = 15;

    public static ConfigurationOptions Of(RedisAddress address, RedisStoreOptions options)
    {
        var timeoutMs = (int)options.CommandTimeout.TotalMilliseconds;
        return new ConfigurationOptions
        {
            EndPoints = { { address.Host, address.Port } },
            User = address.User,
            Password = address.Password,
            Ssl = address.IsTls,
            SslHost = address.IsTls ? address.Host : null,
            DefaultDatabase = address.Database,
            ClientName = "actorjobs",
            ConnectTimeout = timeoutMs,
            AsyncTimeout = timeoutMs,
            SyncTimeout = timeoutMs,
            KeepAlive = KeepAliveSeconds,
            ReconnectRetryPolicy = new ExponentialRetry(FirstReconnectMs, LongestReconnectMs),
            // A command that waits for a connection would be late and unsure; the callers know when to repeat.
            BacklogPolicy = BacklogPolicy.FailFast,
            // For CONFIG GET, to tell what a crash of the server would lose.
            AllowAdmin = true,
            TieBreaker = "",
            ConfigurationChannel = "",
            // Nothing is subscribed to, so the second connection of the driver is not needed.
            CommandMap = CommandMap.Create(["SUBSCRIBE", "PSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE"], available: false),
        };
    }
}
