using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Postgres;
using ActorJobs.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ActorJobs.Stores.PostgresTests;

/// <summary>A database of its own on the test run's server.</summary>
public sealed class PostgresFixture : IStoreFixture
{
    private readonly string _database = $"jobs_{Guid.NewGuid():N}";
    private NpgsqlConnectionStringBuilder? _server;

    /// <summary>Known once the database was created.</summary>
    public string Url { get; private set; } = "";

    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder(_server!.ConnectionString) { Database = _database }.ToString();

    public async Task<IJobStore> OpenAsync() => await OpenStoreAsync();

    public async Task<PostgresJobStore> OpenStoreAsync()
    {
        await CreateAsync();
        var store = new PostgresJobStore(
            new PostgresStoreOptions { Url = Url }, TimeProvider.System, NullLogger<PostgresJobStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <summary>Creates the database, empty.</summary>
    public async Task CreateAsync()
    {
        if (_server is not null)
        {
            return;
        }
        var url = new Uri(await PostgresServer.GetSharedUrlAsync());
        _server = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port,
            Username = url.UserInfo,
            Database = url.AbsolutePath.Trim('/'),
            Pooling = false,
        };
        await RunOnServerAsync($"CREATE DATABASE {_database}");
        Url = new UriBuilder(url) { Path = _database }.ToString();
    }

    /// <summary>Runs a statement in the database and answers its first value.</summary>
    public async Task<object?> RunAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await RunOnServerAsync($"DROP DATABASE {_database} WITH (FORCE)");
        }
    }

    private async Task RunOnServerAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(_server!.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
