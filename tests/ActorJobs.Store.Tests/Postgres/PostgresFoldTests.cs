using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Postgres;
using ActorJobs.Stores.Postgres.Connections;
using ActorJobs.Stores.Postgres.Writing;

namespace ActorJobs.Stores.PostgresTests;

/// <summary>Folding of the differences from which counts are summed.</summary>
public sealed class PostgresFoldTests() : PostgresSuite(new PostgresFixture())
{
    private const int Enough = 1000;

    private static readonly string Fold = SqlText.Statement("counts_fold");

    private async Task<long> ReadyAsync() => (await Store.CountAsync(None)).ByState[JobState.Ready];

    /// <summary>Differences that sum to nothing, as jobs that came and went leave them.</summary>
    private Task AddDifferencesAsync(int count) => Fixture.RunAsync($"""
        INSERT INTO actorjobs.count (lane, ready, running)
        SELECT 1, CASE n % 2 WHEN 0 THEN 1 ELSE -1 END, CASE n % 2 WHEN 0 THEN -1 ELSE 1 END
        FROM generate_series(1, {count}) n
        """);

    private async Task NoteAsync(int times)
    {
        await using var connections = new StoreConnections(new PostgresStoreOptions { Url = Fixture.Url });
        var folding = new CountFolding(connections);
        for (var i = 0; i < times; i++)
        {
            folding.Note();
        }
        if (times >= Enough)
        {
            await UntilAsync("SELECT count(*) < 10 FROM actorjobs.count");
        }
    }

    [Fact]
    public async Task Table_is_short_after_a_thousand_notes_and_the_sums_are_the_same()
    {
        var jobs = await OneInEachStateAsync();
        await EnqueueAllAsync(Any.Jobs(7, "other"));
        await AddDifferencesAsync(2 * Enough);
        var before = await Store.CountAsync(None);

        await NoteAsync(Enough - 1);
        (await CountAsync("count")).ShouldBeGreaterThan(2 * Enough);
        await NoteAsync(Enough);

        (await CountAsync("count")).ShouldBe(2); // lanes
        var after = await Store.CountAsync(None);
        after.ByState.ShouldBe(before.ByState, ignoreOrder: true);
        after.Waiting.ShouldBe(before.Waiting, ignoreOrder: true);
        after.ByState.Values.Sum().ShouldBe(jobs.Count + 7);
    }

    [Fact]
    public async Task Store_folds_by_itself()
    {
        await EnqueueAsync(Any.Job());
        await AddDifferencesAsync(100);

        for (var i = 0; i < Enough; i++)
        {
            await Store.FinishAsync([], None);
        }

        await UntilAsync("SELECT count(*) = 1 FROM actorjobs.count");
        (await ReadyAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Lane_that_sums_to_nothing_leaves_no_row()
    {
        await EnqueueAsync(Any.Job());
        await Fixture.RunAsync("DELETE FROM actorjobs.count");
        await AddDifferencesAsync(20);

        await Fixture.RunAsync(Fold);

        (await CountAsync("count")).ShouldBe(0);
    }

    [Fact]
    public async Task Difference_that_commits_after_the_fold_counts()
    {
        await EnqueueAllAsync(Any.Jobs(3));
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, "INSERT INTO actorjobs.count (lane, ready) VALUES (1, 5)");

        await Fixture.RunAsync(Fold);

        (await ReadyAsync()).ShouldBe(3);
        await transaction.CommitAsync();
        (await ReadyAsync()).ShouldBe(8);
        await Fixture.RunAsync(Fold);
        (await ReadyAsync()).ShouldBe(8);
    }

    [Fact]
    public async Task Difference_that_commits_while_a_fold_is_under_way_counts()
    {
        await EnqueueAllAsync(Any.Jobs(3));
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, Fold);

        await EnqueueAllAsync(Any.Jobs(4)); // does not wait for the fold
        await Fixture.RunAsync(Fold); // nor does a second fold, which does nothing
        (await ReadyAsync()).ShouldBe(7);
        await transaction.CommitAsync();

        (await ReadyAsync()).ShouldBe(7);
    }

    [Fact]
    public async Task Counts_are_right_at_every_moment_while_many_fold()
    {
        const int Jobs = 100;
        await EnqueueAsync(Any.Job());
        using var stop = new CancellationTokenSource();
        var folds = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            await using var connection = await ConnectAsync();
            while (!stop.IsCancellationRequested)
            {
                await RunAsync(connection, Fold);
            }
        })).ToArray();

        for (var i = 0; i < Jobs; i++)
        {
            await EnqueueAsync(Any.Job());
            (await ReadyAsync()).ShouldBe(i + 2);
        }

        await stop.CancelAsync();
        await Task.WhenAll(folds);
        (await ReadyAsync()).ShouldBe(Jobs + 1);
    }
}
