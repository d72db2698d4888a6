using ActorJobs.Tests.Servers;
using Npgsql;

namespace ActorJobs.Node.Tests.Driving;

/// <summary>A store of a test's own: a database on the shared PostgreSQL, a Redis of its own, or nothing for SQLite.</summary>
internal sealed class NodeStorage : IDisposable
{
    private readonly Action _remove;

    private NodeStorage(Action remove, params (string Name, string Value)[] settings)
    {
        _remove = remove;
        Settings = settings;
    }

    /// <summary>What tells a node of it.</summary>
    public (string Name, string Value)[] Settings { get; }

    public static async Task<NodeStorage> CreateAsync(TestStore store) => store switch
    {
        TestStore.Postgres => await CreateDatabaseAsync(),
        TestStore.Redis => await StartRedisAsync(),
        _ => new NodeStorage(() => { }),
    };

    /// <summary>Runs a statement in the database, as who owns it.</summary>
    public void Run(string statement) => Run(new Uri(Settings.Single(setting => setting.Name == "DATABASE_URL").Value), statement);

    public void Dispose() => _remove();

    private static async Task<NodeStorage> CreateDatabaseAsync()
    {
        var server = new Uri(await PostgresServer.GetSharedUrlAsync());
        var name = $"node_{Guid.NewGuid():N}";
        Run(server, $"CREATE DATABASE {name}");
        return new NodeStorage(
            () => Run(server, $"DROP DATABASE {name} WITH (FORCE)"),
            ("DATABASE_URL", new UriBuilder(server) { Path = name }.ToString()));
    }

    private static async Task<NodeStorage> StartRedisAsync()
    {
        var server = await RedisServer.StartAsync();
        return new NodeStorage(() => server.DisposeAsync().AsTask().GetAwaiter().GetResult(), ("REDIS_URL", server.Url));
    }

    private static void Run(Uri server, string statement)
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = server.Host,
            Port = server.Port,
            Username = server.UserInfo,
            Database = server.AbsolutePath.Trim('/'),
            Pooling = false,
        }.ToString());
        connection.Open();
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }
}
