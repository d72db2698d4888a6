using System.Globalization;
using System.Text.RegularExpressions;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.PostgresTests;

/// <summary>How the server runs the statements that run often, under the settings of the store's connections.</summary>
public sealed partial class PostgresPlanTests : IAsyncLifetime
{
    private const string Vacuum = "VACUUM (ANALYZE) actorjobs.job, actorjobs.claim, actorjobs.history, actorjobs.count, actorjobs.tag";
    private const string Scan = @"Seq Scan on (job|history(_\d+|_failed)?)( |\n|$)";

    private static readonly string[] Often =
    [
        "lane_read", "lane_read_part", "lane_late", "lane_late_part", "lane_read_key", "claim", "finish_ended", "finish_retried",
        "finish_released", "finish_confirmed", "complete", "promote", "promote_next", "enqueue_plain", "enqueue_fresh", "enqueue",
        "recover", "claims_all",
        "standing_all", "states", "heads", "jobs_get", "delete", "cancel_waiting", "cancel_running", "retry_ended",
        "retry_waiting", "report_lines", "report_progress", "oldest_ready", "list_live_up", "list_live_down",
        "list_ended_up", "list_ended_down", "list_waiting_of_up", "list_waiting_of_down", "list_ended_of_up",
        "list_ended_of_down", "list_ready_few_up", "list_ready_few_down", "list_ready_many_up", "list_ready_many_down",
        "list_tagged_up", "list_tagged_down", "list_claimed_up", "list_claimed_down",
    ];

    /// <summary>A few jobs are read or changed for somebody who looks; no job waits for it until the next vacuum sees to the plan.</summary>
    private static readonly string[] ForPeople = ["states", "heads", "jobs_get", "retry_ended", "retry_waiting"];

    private readonly PostgresFixture _fixture = new();
    private NpgsqlConnection _connection = null!;

    public async Task InitializeAsync()
    {
        await (await _fixture.OpenStoreAsync()).DisposeAsync();
        _connection = new NpgsqlConnection(_fixture.ConnectionString);
        await _connection.OpenAsync();
        await RunAsync(SqlText.Statement("session"));
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_statement_that_runs_often_scans_jobs_or_history(bool analyzed)
    {
        await FillAsync();
        await RunAsync(analyzed ? "ANALYZE" : "SELECT");

        foreach (var statement in Often)
        {
            await PrepareAsync(statement);
            (await PlanOfAsync(statement)).ShouldNotMatch(Scan, statement);
        }
    }

    /// <summary>Nodes prepare their statements when the database is new or the queue has run dry, and keep the plans when jobs come.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_plan_made_when_the_tables_were_empty_reads_an_index_of_jobs_or_history_whole(bool vacuumed)
    {
        await RunAsync(vacuumed ? Vacuum : "SELECT");
        var whole = new List<string>();
        foreach (var statement in Often)
        {
            await PrepareAsync(statement);
            var plan = await PlanOfAsync(statement);
            plan.ShouldNotMatch(Scan, statement);
            if (vacuumed && ForPeople.Contains(statement))
            {
                continue;
            }
            // Walking down an index in its order until there are enough is no reading of all.
            if (!plan.StartsWith("\"Limit", StringComparison.Ordinal) && !plan.StartsWith("Limit", StringComparison.Ordinal))
            {
                whole.AddRange(WholeIndex().Matches(plan).Select(match => $"{statement}: {match.Value.Trim()}"));
            }
        }

        whole.ShouldBeEmpty();
    }

    [Fact]
    public async Task Enqueue_looks_only_into_the_slots_in_which_such_a_job_can_have_ended()
    {
        await FillAsync();
        await PrepareAsync("enqueue_plain");

        var plan = await ExplainAsync("""
            EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) EXECUTE enqueue_plain (
                ARRAY[actorjobs.new_id()], '{1}', ARRAY[now()], '{1000}', '{3}', '{\\x7b7d}', now())
            """);

        var read = Executed().Matches(plan).Select(match => match.Groups[1].Value);
        read.ShouldBe(["history_failed", "history_0"], ignoreOrder: true, customMessage: plan);
    }

    /// <summary>Statement, index, and whether the index gives the order.</summary>
    public static TheoryData<string, string, bool> Indexes => new()
    {
        { "lane_read", "job_ready", true },
        { "lane_read_part", "job_ready", true },
        { "lane_late", "job_ready", true },
        { "lane_late_part", "job_ready", true },
        { "lane_read_key", "job_keyed", true },
        { "claim", "job_pkey", false },
        { "finish_ended", "job_pkey", false },
        { "finish_retried", "job_pkey", false },
        { "finish_released", "job_pkey", false },
        { "complete", "job_pkey", false },
        { "recover", "job_pkey", false },
        { "promote", "job_pkey", false },
        { "retry_waiting", "job_pkey", false },
        { "promote", "job_due", false },
        { "promote_next", "job_due", true },
        { "oldest_ready", "job_ready", true },
        { "enqueue_plain", "history_failed_id_idx", false },
        { "list_live_up", "job_pkey", true },
        { "list_live_down", "job_pkey", true },
        { "list_ended_up", "history_failed_id_idx", true },
        { "list_ended_down", "history_failed_id_idx", true },
        { "list_waiting_of_up", "job_waiting", false },
        { "list_waiting_of_down", "job_waiting", false },
        { "list_ended_of_up", "history_failed_lane_state_id_idx", false },
        { "list_ended_of_down", "history_failed_lane_state_id_idx", false },
        { "list_ready_few_up", "job_ready", false },
        { "list_ready_few_down", "job_ready", false },
        { "list_ready_many_up", "job_pkey", true },
        { "list_ready_many_down", "job_pkey", true },
    };

    [Theory]
    [MemberData(nameof(Indexes))]
    public async Task Statement_uses_its_index(string statement, string index, bool ordered)
    {
        await FillAsync();
        await PrepareAsync(statement);

        var plan = await PlanOfAsync(statement);

        plan.Contains($" using {index} ", StringComparison.Ordinal).ShouldBeTrue(plan);
        plan.ShouldNotContain("Bitmap", customMessage: plan);
        if (ordered)
        {
            plan.ShouldNotContain("->  Sort", customMessage: plan);
        }
    }

    private async Task PrepareAsync(string statement) =>
        await RunAsync($"PREPARE {statement} AS {SqlText.Statement(statement)}");

    private async Task<string> PlanOfAsync(string statement)
    {
        var text = Comment().Replace(SqlText.Statement(statement), "");
        var count = Parameter().Matches(text)
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
        var values = count == 0 ? "" : $"({string.Join(", ", Enumerable.Repeat("NULL", count))})";
        return await ExplainAsync($"EXPLAIN (COSTS OFF) EXECUTE {statement}{values}");
    }

    private async Task<string> ExplainAsync(string text)
    {
        await using var command = new NpgsqlCommand(text, _connection);
        await using var row = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await row.ReadAsync())
        {
            lines.Add(row.GetString(0));
        }
        return string.Join('\n', lines);
    }

    private async Task RunAsync(string text)
    {
        await using var command = new NpgsqlCommand(text, _connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>20,000 jobs, live and ended, in nine lanes and all states; 20 claims. By another connection.</summary>
    private Task FillAsync() => _fixture.RunAsync("""
        INSERT INTO actorjobs.lane (priority, type)
        SELECT p, 'type' || t FROM generate_series(0, 2) p, generate_series(1, 3) t;
        INSERT INTO actorjobs.job (id, position, created_at, due_at, lane, timeout_ms, max_retries, state,
            concurrency_key, tags, payload)
        SELECT actorjobs.new_id(), CASE WHEN s.state = 1 THEN actorjobs.next_places() + n ELSE 0 END, now(),
            CASE WHEN s.state <> 1 THEN now() + n * interval '1 second' END, 1 + n % 9, 1000, 3, s.state,
            CASE WHEN n % 10 = 0 THEN 'key' || n % 70 END, CASE WHEN n % 10 = 1 THEN '["t"]' END, '{}'
        FROM generate_series(1, 10000) n, LATERAL (SELECT (ARRAY[1, 0, 1, 3])[1 + n % 4] AS state) s;
        INSERT INTO actorjobs.history (id, finished_at, created_at, lane, timeout_ms, used, retry_base, max_retries,
            interruptions, state, slot, cancel_requested, tags, payload)
        SELECT actorjobs.new_id(), now(), now(), 1 + n % 9, 1000, 1, 0, 3, 0, s.state,
            CASE s.state WHEN 5 THEN -1 ELSE n % 5 END, false, CASE WHEN n % 10 = 1 THEN '["t"]' END, '{}'
        FROM generate_series(1, 10000) n, LATERAL (SELECT (ARRAY[4, 5, 6, 4])[1 + n % 4] AS state) s;
        INSERT INTO actorjobs.tag SELECT 't', id FROM actorjobs.job WHERE tags IS NOT NULL;
        INSERT INTO actorjobs.claim (claim, epoch, node, claimed_at, first_id, last_id, node_uid, remaining, jobs,
            attempts)
        SELECT nextval('actorjobs.claim_seq'), 1, '10.0.0.1:4053', now(), min(id::text)::uuid, max(id::text)::uuid, 11,
            count(*), array_agg(id), array_agg(1)
        FROM (SELECT id, ntile(20) OVER (ORDER BY id) AS batch FROM actorjobs.job WHERE state = 1 LIMIT 2000) j
        GROUP BY batch;
        """);

    [GeneratedRegex(@"--.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@" on (history_(?:failed|\d+)) h_\d+ \(actual")]
    private static partial Regex Executed();

    [GeneratedRegex(@"Scan(?: Backward)? using (?:job|history)\w* on \w+(?: \w+)?\n(?!\s+Index Cond).*")]
    private static partial Regex WholeIndex();

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Parameter();
}
