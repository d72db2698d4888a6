using ActorJobs.Stores.Sqlite;
using ActorJobs.Stores.Sqlite.Connections;
using Microsoft.Data.Sqlite;

namespace ActorJobs.Stores.SqliteTests;

public sealed class SqlitePlanTests : IAsyncLifetime
{
    // These read small tables whole by intent: one row per lane, claim, partition, pause, sequence or version. The search for
    // unused lanes runs only when there are very many.
    private static readonly string[] WholeByIntent =
    [
        "claims_all", "claims_of_job", "counts_all", "counts_of_state", "epochs_all", "epochs_forget", "history_all_down",
        "history_all_up", "jobs_all_down", "jobs_all_up", "lanes_all", "lanes_delete_unused", "pauses_all", "ping", "schema_version_get",
        "sequences_all",
    ];

    private readonly SqliteFixture _fixture = new();

    public async Task InitializeAsync() =>
        await (await SqliteFixture.OpenAsync(new SqliteStoreOptions { Path = _fixture.Path })).DisposeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync().AsTask();

    [Fact]
    public async Task No_statement_scans_jobs_history_or_their_details()
    {
        foreach (var name in SqlText.Names.Except(WholeByIntent).Where(name => !name.StartsWith("schema_", StringComparison.Ordinal)))
        {
            var plan = await PlanOfAsync(name);
            plan.ShouldNotContain("TEMP B-TREE", customMessage: name);
            foreach (var line in plan.Split('\n').Where(line => line.StartsWith("SCAN", StringComparison.Ordinal)))
            {
                // Ordered by the index and cut by a limit: reads only what it answers.
                (name, line).ShouldBeOneOf(
                    ("jobs_next_due", "SCAN jobs USING INDEX jobs_due"),
                    ("history_oldest_failed", "SCAN history USING INDEX history_failed"),
                    ("waits_any", "SCAN waits USING COVERING INDEX waits_successor"),
                    (name, "SCAN CONSTANT ROW"));
            }
        }
    }

    [Theory]
    [InlineData("lane_read", "jobs_ready")]
    [InlineData("lane_read_key", "jobs_keyed")]
    [InlineData("jobs_due", "jobs_due")]
    [InlineData("jobs_next_due", "jobs_due")]
    [InlineData("jobs_list_down", "jobs_listed")]
    [InlineData("jobs_list_up", "jobs_listed")]
    [InlineData("history_list_down", "history_listed")]
    [InlineData("history_list_up", "history_listed")]
    [InlineData("history_purgeable", "history_ended")]
    [InlineData("history_oldest_failed", "history_failed")]
    [InlineData("unique_keys_expire", "unique_keys_expiring")]
    [InlineData("jobs_end", "PRIMARY KEY")]
    [InlineData("waits_on", "PRIMARY KEY")]
    [InlineData("waits_of", "waits_successor")]
    [InlineData("tags_list_down", "PRIMARY KEY")]
    public async Task Hot_statement_uses_its_index(string statement, string index) =>
        (await PlanOfAsync(statement)).ShouldContain(index);

    private async Task<string> PlanOfAsync(string statement)
    {
        await using var db = new SqliteConnection($"Data Source={_fixture.Path};Pooling=False");
        await db.OpenAsync();
        await using var command = db.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + SqlText.Statement(statement);
        for (var i = 1; i <= 20; i++)
        {
            command.Parameters.AddWithValue("?" + i, 1);
        }
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(3));
        }
        return string.Join('\n', lines);
    }
}
