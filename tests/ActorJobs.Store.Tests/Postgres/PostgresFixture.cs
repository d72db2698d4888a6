using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ActorJobs.Stores.PostgresTests;

/// <summary>A database of its own on the test run's server.</summary>
public sealed class PostgresFixture : IStoreFixture
{
    private readonly string _database = $"jobs_{Guid.NewGuid():N}";
    private readonly NpgsqlConnectionStringBuilder _server;
    private bool _created;

    public PostgresFixture()
    {
        var url = new Uri(Environment.GetEnvironmentVariable("ACTORJOBS_TEST_POSTGRES")
            ?? throw new InvalidOperationException(
                "ACTORJOBS_TEST_POSTGRES is not set; run tests/run.sh, or set it to postgres://user@host:port/database."));
        _server = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port,
            Username = url.UserInfo,
            Database = url.AbsolutePath.Trim('/'),
            Pooling = false,
        };
        Url = new UriBuilder(url) { Path = _database }.ToString();
    }

    public string Url { get; }

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = _database }.ToString();

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
        if (!_created)
        {
            await RunOnServerAsync($"CREATE DATABASE {_database}");
            _created = true;
        }
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
        if (_created)
        {
            await RunOnServerAsync($"DROP DATABASE {_database} WITH (FORCE)");
        }
    }

    private async Task RunOnServerAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
