using ActorJobs.Tests.Servers;
using Npgsql;

namespace ActorJobs.Node.Tests.StoreFailures;

/// <summary>PostgreSQL with few connections.</summary>
internal sealed class FailingPostgres : FailingStore
{
    private const int Connections = 20;

    private readonly PostgresServer _server;
    private readonly List<NpgsqlConnection> _taken = [];

    private FailingPostgres(PostgresServer server) => _server = server;

    public override int Port => _server.Port;

    public PostgresServer Server => _server;

    public static async Task<FailingPostgres> CreateAsync() =>
        new(await PostgresServer.StartAsync($"max_connections = {Connections}\nmax_wal_senders = 0"));

    public override (string Name, string Value) SettingAt(int port) =>
        ("DATABASE_URL", $"postgres://postgres@127.0.0.1:{port}/postgres");

    public override Task StartAgainAsync() => _server.StartAgainAsync();

    /// <summary>Waits until it has mended itself, or starts it when it has given up.</summary>
    public Task StartIfDownAsync() => Eventually.GetAsync(
        async () =>
        {
            if (!File.Exists(Path.Combine(_server.Folder, "postmaster.pid")))
            {
                await StartAgainAsync();
            }
            return await AnswersAsync();
        },
        answers => answers,
        "PostgreSQL answers again");

    public override Task StopAsync() => _server.StopAsync();

    public override Task KillAsync() => _server.KillAsync();

    public override Task FreezeAsync() => _server.FreezeAsync();

    public override Task ThawAsync() => _server.ThawAsync();

    public override async Task TakeConnectionsAsync()
    {
        _taken.Add(await ConnectAsync());
        await Eventually.GetAsync(
            async () =>
            {
                var theirs = await AskAsync(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity " +
                    "WHERE application_name LIKE 'actorjobs%'");
                await TakeAllAsync();
                return theirs;
            },
            theirs => theirs == 0 && _taken.Count == Connections,
            "all connections are taken");
    }

    public override async Task GiveConnectionsAsync()
    {
        foreach (var connection in _taken)
        {
            await connection.DisposeAsync();
        }
        _taken.Clear();
    }

    public override Task RefuseWritesAsync() => SetReadOnlyAsync("on");

    public override Task TakeWritesAsync() => SetReadOnlyAsync("off");

    public override async ValueTask DisposeAsync()
    {
        await GiveConnectionsAsync();
        await _server.DisposeAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await ConnectAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task SetReadOnlyAsync(string value)
    {
        // One at a time: the first must not be within a transaction.
        await _server.AskAsync($"ALTER SYSTEM SET default_transaction_read_only = {value}");
        await _server.AskAsync("SELECT pg_reload_conf()");
    }

    private async Task TakeAllAsync()
    {
        try
        {
            while (_taken.Count < Connections)
            {
                _taken.Add(await ConnectAsync());
            }
        }
        catch (PostgresException refusal) when (refusal.SqlState == PostgresErrorCodes.TooManyConnections)
        {
            // None is left.
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Username = "postgres",
            Database = "postgres",
            Pooling = false,
        }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    private async Task<long> AskAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _taken[0]);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
