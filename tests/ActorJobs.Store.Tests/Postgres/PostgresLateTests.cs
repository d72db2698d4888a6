using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.PostgresTests;

/// <summary>Transactions that take their places before others but commit after them.</summary>
public sealed class PostgresLateTests() : PostgresSuite(new PostgresFixture())
{
    private static readonly Lane Echo = new(Priority.Normal, "echo");

    private Task<LanePage> ReadAsync(LaneCursor after, int maxCount = 1000) =>
        Store.ReadLaneAsync(Echo, after, maxCount, int.MaxValue, None);

    /// <summary>Takes places in a transaction that stays open, as an enqueue whose commit is slow.</summary>
    private static async Task<NpgsqlTransaction> EnqueueSlowlyAsync(NpgsqlConnection connection, params NewJob[] jobs)
    {
        var transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, SqlText.Statement("position_hold"));
        await using var insert = new NpgsqlCommand("""
            INSERT INTO actorjobs.job (id, position, created_at, lane, timeout_ms, max_retries, state, payload)
            SELECT id, (SELECT actorjobs.next_places()) + place, now(),
                (SELECT lane FROM actorjobs.lane WHERE type = 'echo'), 1000, 3, 1, '{}'
            FROM unnest($1) WITH ORDINALITY AS g (id, place)
            """, connection);
        insert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. jobs.Select(job => job.Id.Value)] });
        await insert.ExecuteNonQueryAsync();
        return transaction;
    }

    [Fact]
    public async Task Floor_is_the_position_when_nothing_is_under_way()
    {
        await EnqueueAllAsync(Any.Jobs(10));
        await EnqueueAllAsync(Any.Jobs(10));

        var page = await ReadAsync(LaneCursor.Start, 15);

        page.Jobs.Length.ShouldBe(15);
        page.Next.Floor.ShouldBe(page.Next.Position);
        var rest = await ReadAsync(page.Next);
        rest.Jobs.Length.ShouldBe(5);
        rest.Next.ShouldBe(new LaneCursor(rest.Jobs[^1].Position));
        rest.End.ShouldBeTrue();
    }

    [Fact]
    public async Task Job_that_commits_late_is_found_by_the_next_read()
    {
        var before = await EnqueueAsync(Any.Job());
        var late = Any.Job();
        await using var connection = await ConnectAsync();
        await using var transaction = await EnqueueSlowlyAsync(connection, late);
        var early = await EnqueueAsync(Any.Job());

        var first = await ReadAsync(LaneCursor.Start);

        first.Jobs.Select(job => job.Id).ShouldBe([before.Id, early.Id]);
        first.Next.Floor.ShouldBeLessThan(first.Next.Position);
        first.Next.Floor.ShouldBeGreaterThanOrEqualTo(first.Jobs[0].Position);
        await transaction.CommitAsync();
        var second = await ReadAsync(first.Next);
        second.Jobs.Select(job => job.Id).ShouldBe([late.Id, early.Id]);
        second.Next.ShouldBe(new LaneCursor(first.Next.Position));
        (await ReadAsync(second.Next)).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Floor_rises_after_a_rollback()
    {
        await EnqueueAsync(Any.Job());
        await using var connection = await ConnectAsync();
        await using var transaction = await EnqueueSlowlyAsync(connection, Any.Job());
        await EnqueueAsync(Any.Job());
        var first = await ReadAsync(LaneCursor.Start);

        await transaction.RollbackAsync();

        (await ReadAsync(first.Next)).Next.ShouldBe(new LaneCursor(first.Next.Position));
    }

    [Fact]
    public async Task Hold_of_another_database_does_not_count()
    {
        await using var other = new PostgresFixture();
        await using (await other.OpenStoreAsync())
        {
            await using var connection = new NpgsqlConnection(other.ConnectionString);
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await RunAsync(connection, SqlText.Statement("position_hold"));
            await EnqueueAllAsync(Any.Jobs(3));
            await EnqueueAllAsync(Any.Jobs(3));

            var page = await ReadAsync(LaneCursor.Start);

            page.Next.ShouldBe(new LaneCursor(page.Jobs[^1].Position));
        }
    }

    [Fact]
    public async Task No_job_is_lost_however_transactions_overlap()
    {
        const int Writers = 6;
        const int Rounds = 25;
        await EnqueueAsync(Any.Job());
        var expected = new List<JobId>();
        var writers = Enumerable.Range(0, Writers).Select(async writer =>
        {
            var random = new Random(writer);
            await using var connection = await ConnectAsync();
            for (var round = 0; round < Rounds; round++)
            {
                var jobs = Any.Jobs(2);
                await using var transaction = await EnqueueSlowlyAsync(connection, jobs);
                await Task.Delay(random.Next(8)); // commits in another order than places were taken
                await transaction.CommitAsync();
                lock (expected)
                {
                    expected.AddRange(jobs.Select(job => job.Id));
                }
            }
        }).ToArray();
        var seen = new HashSet<JobId>();
        var cursor = LaneCursor.Start;
        var ended = Task.WhenAll(writers);

        while (!ended.IsCompleted)
        {
            cursor = await FollowAsync(cursor, seen);
        }
        await ended;
        cursor = await FollowAsync(cursor, seen);

        expected.Count.ShouldBe(Writers * Rounds * 2);
        expected.Where(id => !seen.Contains(id)).ShouldBeEmpty();
        cursor.Floor.ShouldBe(cursor.Position);
    }

    private async Task<LaneCursor> FollowAsync(LaneCursor cursor, HashSet<JobId> seen)
    {
        var page = await ReadAsync(cursor);
        seen.UnionWith(page.Jobs.Select(job => job.Id));
        page.Next.Floor.ShouldBeLessThanOrEqualTo(page.Next.Position);
        return page.Next;
    }
}
