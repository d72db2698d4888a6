using System.Globalization;
using ActorJobs.Stores.Redis.Connections;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Opening;

/// <summary>What a server says of itself; null where the user may not ask.</summary>
/// <param name="Version">Its version.</param>
/// <param name="MaxMemory">Bytes it may use; 0 for no limit.</param>
/// <param name="EvictionPolicy">What it does when memory is full.</param>
/// <param name="HasAppendLog">True when it keeps an append-only file.</param>
/// <param name="SyncsAlways">True when that file is on the disk before it answers.</param>
/// <param name="HasSnapshots">True when it saves snapshots.</param>
internal sealed record ServerFacts(
    Version? Version, long? MaxMemory, string? EvictionPolicy, bool? HasAppendLog, bool? SyncsAlways, bool? HasSnapshots)
{
    /// <summary>Asks.</summary>
    public static async Task<ServerFacts> ReadAsync(RedisLink link, CancellationToken cancellationToken)
    {
        var info = Parse(await AskAsync(link, "INFO", ["everything"], cancellationToken) is { } answer ? (string?)answer : null);
        var sync = await ConfigAsync(link, "appendfsync", cancellationToken);
        var save = await ConfigAsync(link, "save", cancellationToken);
        return new ServerFacts(
            info.GetValueOrDefault("redis_version") is { } text && Version.TryParse(text, out var version) ? version : null,
            info.GetValueOrDefault("maxmemory") is { } bytes ? long.Parse(bytes, CultureInfo.InvariantCulture) : null,
            info.GetValueOrDefault("maxmemory_policy"),
            info.GetValueOrDefault("aof_enabled") is { } log ? log == "1" : null,
            sync is null ? null : sync == "always",
            save is null ? null : save.Length > 0);
    }

    private static async Task<string?> ConfigAsync(RedisLink link, string name, CancellationToken cancellationToken) =>
        await AskAsync(link, "CONFIG", ["GET", name], cancellationToken) is { } answer
        && (RedisResult[]?)answer is [_, var value] ? (string?)value : null;

    private static async Task<RedisResult?> AskAsync(
        RedisLink link, string command, object[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await link.ReadAsync(db => db.ExecuteAsync(command, arguments), cancellationToken);
        }
        catch (StoreUnavailableException fault) when (fault.InnerException is RedisServerException)
        {
            // Not allowed for this user, or renamed by its provider.
            return null;
        }
    }

    private static Dictionary<string, string> Parse(string? info)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (info ?? "").Split("\r\n"))
        {
            var mark = line.IndexOf(':', StringComparison.Ordinal);
            if (mark > 0)
            {
                facts[line[..mark]] = line[(mark + 1)..];
            }
        }
        return facts;
    }
}
