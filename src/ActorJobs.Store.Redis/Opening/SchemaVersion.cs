using System.Globalization;
using ActorJobs.Stores.Redis.Connections;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Opening;

/// <summary>The version of what is stored.</summary>
internal static class SchemaVersion
{
    /// <summary>The version of this program.</summary>
    public const int Newest = 1;

    /// <summary>Writes the version where there is none, and refuses a newer one.</summary>
    /// <returns>The version found; 0 for an empty store.</returns>
    public static async Task<int> CheckAsync(RedisLink link, string prefix, CancellationToken cancellationToken)
    {
        var key = link.Key("schema");
        var isNew = await link.ReadAsync(db => db.StringSetAsync(key, Newest, when: When.NotExists), cancellationToken);
        if (isNew)
        {
            // Keys of something else under this prefix would give the wrong type here, or later.
            _ = await link.ReadAsync(db => db.HashGetAsync(link.Key("seq"), "epoch"), cancellationToken);
            return 0;
        }
        var text = (string?)await link.ReadAsync(db => db.StringGetAsync(key), cancellationToken);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var found) || found < 1)
        {
            throw StoreFaults.Foreign(link.Server, prefix);
        }
        return found <= Newest ? found : throw new StoreConfigurationException(
            $"The jobs at Redis {link.Server} under {{{prefix}}} have schema version {found}, but this program knows versions up " +
            $"to {Newest}. Run the newer program that wrote them, or choose another {nameof(RedisStoreOptions.Prefix)} or database.");
    }
}
