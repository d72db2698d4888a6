using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace ActorJobs.Stores.RedisTests;

/// <summary>A prefix of its own on the shared server; its keys go at the end.</summary>
public sealed class RedisFixture : IStoreFixture
{
    public string Prefix { get; } = $"test-{Guid.NewGuid():N}";

    /// <summary>Options for the shared server and this fixture's prefix.</summary>
    public async Task<RedisStoreOptions> OptionsAsync() =>
        new() { Url = await RedisServer.GetSharedUrlAsync(), Prefix = Prefix };

    public async Task<IJobStore> OpenAsync() => await OpenAsync(await OptionsAsync());

    public static async Task<RedisJobStore> OpenAsync(RedisStoreOptions options, ILogger<RedisJobStore>? logger = null)
    {
        var store = new RedisJobStore(options, TimeProvider.System, logger ?? NullLogger<RedisJobStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <summary>A plain connection to a server.</summary>
    public static async Task<ConnectionMultiplexer> ConnectAsync(string url)
    {
        var address = Redis.Connections.RedisAddress.TryParse(url, out var parsed, out _)
            ? parsed! : throw new ArgumentException("No URL.", nameof(url));
        return await ConnectionMultiplexer.ConnectAsync(
            Redis.Connections.LinkOptions.Of(address, new RedisStoreOptions { Url = url }));
    }

    /// <summary>The keys that begin so, all of the shared server when the text is empty.</summary>
    public static async Task<string[]> KeysAsync(string start)
    {
        await using var connection = await ConnectAsync(await RedisServer.GetSharedUrlAsync());
        return [.. connection.GetServers()[0]
            .Keys(connection.GetDatabase().Database, $"{start}*", 1000).Select(key => (string)key!).Order(StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        await using var connection = await ConnectAsync(await RedisServer.GetSharedUrlAsync());
        var db = connection.GetDatabase();
        var keys = connection.GetServers()[0].Keys(db.Database, $"{{{Prefix}}}:*", 1000).ToArray();
        _ = await db.KeyDeleteAsync(keys);
    }
}
