using Npgsql;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>A database of one peer's own on the PostgreSQL server that PEERS_PG_URL names.</summary>
internal sealed class PeerDatabase(string name)
{
    private static readonly Uri Server = Store.Address("PEERS_PG_URL");

    public string ConnectionString { get; } = Connection(name);

    /// <summary>Drops it, whoever is connected, and makes it anew.</summary>
    public async Task RecreateAsync()
    {
        await using var server = NpgsqlDataSource.Create(Connection(Server.AbsolutePath.Trim('/')));
        foreach (var sql in new[] { $"drop database if exists {name} with (force)", $"create database {name}" })
        {
            await using var command = server.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static string Connection(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = Server.Host,
        Port = Server.Port,
        Username = Server.UserInfo,
        Database = database,
    }.ConnectionString;
}
