using ActorJobs.Stores.Conformance;
using Npgsql;

namespace ActorJobs.Stores.PostgresTests;

/// <summary>What the tests of this provider share beyond the contract's: connections past the store.</summary>
public abstract class PostgresSuite(PostgresFixture fixture) : StoreSuite(fixture)
{
    /// <summary>Far above what any of these waits takes.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected PostgresFixture Fixture { get; } = fixture;

    /// <summary>A connection as another program would have it.</summary>
    protected async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(Fixture.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    protected static async Task<object?> RunAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }

    protected async Task<long> CountAsync(string table) =>
        (long)(await Fixture.RunAsync($"SELECT count(*) FROM actorjobs.{table}"))!;

    /// <summary>Makes what is due by the server's clock ready; answers how many.</summary>
    protected async Task<int> PromoteAsync() =>
        (await Store.PromoteDueAsync(await Store.GetTimeAsync(None), 1000, None)).Count;

    /// <summary>Waits until the server answers a question with yes.</summary>
    protected async Task UntilAsync(string question)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await using var connection = await ConnectAsync();
        while (await RunAsync(connection, question) is not true)
        {
            await Task.Delay(10, deadline.Token);
        }
    }
}
