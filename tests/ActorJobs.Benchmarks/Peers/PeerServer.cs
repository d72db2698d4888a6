using ActorJobs.Benchmarks.Servers;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>The store that the peers share for one run.</summary>
internal sealed class PeerServer : IAsyncDisposable
{
    private readonly IAsyncDisposable _server;

    private PeerServer(IAsyncDisposable server, int port, string version, string settings) =>
        (_server, Port, Version, Settings) = (server, port, version, settings);

    public int Port { get; }

    public string Version { get; }

    /// <summary>Those that are not its defaults.</summary>
    public string Settings { get; }

    public static async Task<PeerServer> StartAsync(bool onPostgres)
    {
        if (onPostgres)
        {
            var postgres = await PostgresServer.StartAsync();
            var version = (await postgres.AskAsync("show server_version")).Split(' ')[0];
            return new PeerServer(postgres, postgres.Port, version, string.Join(", ", PostgresServer.Durability));
        }
        var redis = await RedisServer.StartAsync();
        var about = (await redis.AskAsync("info", "server")).Split('\n', StringSplitOptions.TrimEntries);
        var line = about.First(text => text.StartsWith("redis_version:", StringComparison.Ordinal));
        var settings = string.Join(' ', RedisServer.Durability.Select(Quoted));
        return new PeerServer(redis, redis.Port, line.Split(':')[1], settings);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Quoted(string word) => word.Length == 0 ? "''" : word;
}
