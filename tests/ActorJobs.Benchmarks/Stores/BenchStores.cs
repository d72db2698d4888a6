using ActorJobs.Benchmarks.Servers;

namespace ActorJobs.Benchmarks.Stores;

/// <summary>
/// Empty stores of one kind, one after the other: SQLite files, databases of one PostgreSQL, or one Redis emptied.
/// </summary>
internal sealed class BenchStores : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-bench-");
    private readonly IAsyncDisposable? _server;
    private int _count;

    private BenchStores(string kind, string server, IAsyncDisposable? owned)
    {
        Kind = kind;
        Server = server;
        _server = owned;
    }

    /// <summary>sqlite, postgres or redis.</summary>
    public string Kind { get; }

    /// <summary>Address of the server; empty for SQLite.</summary>
    public string Server { get; }

    /// <summary>
    /// Starts the server the store needs, unless <c>DATABASE_URL</c> or <c>REDIS_URL</c> names one: there a database of
    /// our own is made, and a Redis must be empty.
    /// </summary>
    public static async Task<BenchStores> StartAsync(string kind)
    {
        switch (kind)
        {
            case "postgres" when Given("DATABASE_URL") is { } url:
                return new BenchStores(kind, url, null);
            case "redis" when Given("REDIS_URL") is { } url:
                await RedisData.RequireEmptyAsync(url);
                return new BenchStores(kind, url, null);
            default:
                return await StartOwnAsync(kind);
        }
    }

    /// <summary>Starts the server the store needs, whatever others are there.</summary>
    public static async Task<BenchStores> StartOwnAsync(string kind)
    {
        switch (kind)
        {
            case "sqlite":
                return new BenchStores(kind, "", null);
            case "postgres":
                var postgres = await PostgresServer.StartAsync();
                return new BenchStores(kind, postgres.Url, postgres);
            case "redis":
                var redis = await RedisServer.StartAsync();
                return new BenchStores(kind, redis.Url, redis);
            default:
                throw new BenchmarkException($"The stores are sqlite, postgres and redis, not '{kind}'.");
        }
    }

    /// <summary>CPU that the server has used; null of SQLite, which has none, and of a PostgreSQL that somebody else started.</summary>
    public async Task<TimeSpan?> ServerCpuAsync() =>
        Kind == "redis" ? await RedisData.CpuAsync(Server) : (_server as PostgresServer)?.CpuTime();

    /// <summary>Settings that name a store with nothing in it; the one before is not used any more.</summary>
    public async Task<Dictionary<string, string?>> FreshAsync()
    {
        switch (Kind)
        {
            case "sqlite":
                return new() { ["SQLITE_PATH"] = Path.Combine(_folder.FullName, $"jobs-{++_count}.db") };
            case "postgres":
                await PostgresDatabase.RecreateAsync(Server);
                return new() { ["DATABASE_URL"] = PostgresDatabase.Url(Server) };
            default:
                await RedisData.FlushAsync(Server);
                return new() { ["REDIS_URL"] = RedisData.Address(Server) };
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
        else if (Kind == "postgres")
        {
            await PostgresDatabase.DropAsync(Server);
        }
        _folder.Delete(recursive: true);
    }

    private static string? Given(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
