using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Sqlite;
using Microsoft.Data.Sqlite;

namespace ActorJobs.Stores.SqliteTests;

public sealed class SqliteWriterTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _fixture.DisposeAsync().AsTask();

    private async Task<SqliteConnection> HoldWriteLockAsync()
    {
        var db = new SqliteConnection($"Data Source={_fixture.Path};Pooling=False");
        await db.OpenAsync();
        await ExecuteAsync(db, "BEGIN IMMEDIATE");
        return db;
    }

    private static async Task ExecuteAsync(SqliteConnection db, string sql)
    {
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task Writes_that_wait_together_share_commits()
    {
        const int Writes = 500;
        await using var store = await SqliteFixture.OpenAsync(new SqliteStoreOptions { Path = _fixture.Path });
        var before = store.Commits;
        Task[] writes;
        await using (await HoldWriteLockAsync())
        {
            writes = [.. Any.Jobs(Writes).Select(job => store.EnqueueAsync([job], CancellationToken.None))];
        }
        await Task.WhenAll(writes);

        (store.Commits - before).ShouldBeLessThanOrEqualTo(3);
        (await store.CountAsync(CancellationToken.None)).ByState[JobState.Ready].ShouldBe(Writes);
    }

    [Fact]
    public async Task Write_without_room_in_the_queue_is_refused_and_the_others_are_done()
    {
        const int Writes = 20;
        await using var store = await SqliteFixture.OpenAsync(new SqliteStoreOptions
        {
            Path = _fixture.Path,
            MaxPendingWrites = 2,
            RoomTimeout = TimeSpan.Zero,
        });
        Task<bool>[] writes;
        await using (await HoldWriteLockAsync())
        {
            writes = [.. Any.Jobs(Writes).Select(async job =>
            {
                try
                {
                    await store.EnqueueAsync([job], CancellationToken.None);
                    return true;
                }
                catch (StoreBusyException)
                {
                    return false;
                }
            })];
        }
        var taken = (await Task.WhenAll(writes)).Count(done => done);

        taken.ShouldBeInRange(1, Writes - 1);
        (await store.CountAsync(CancellationToken.None)).ByState[JobState.Ready].ShouldBe(taken);
    }

    [Fact]
    public async Task Write_waits_for_room_when_it_may()
    {
        await using var store = await SqliteFixture.OpenAsync(
            new SqliteStoreOptions { Path = _fixture.Path, MaxPendingWrites = 1 });

        await Task.WhenAll(Any.Jobs(200).Select(job => store.EnqueueAsync([job], CancellationToken.None)));

        (await store.CountAsync(CancellationToken.None)).ByState[JobState.Ready].ShouldBe(200);
    }

    [Fact]
    public async Task Lock_held_by_another_program_is_told_and_the_store_works_again_afterwards()
    {
        await using var store = await SqliteFixture.OpenAsync(
            new SqliteStoreOptions { Path = _fixture.Path, BusyTimeout = TimeSpan.Zero });
        var job = Any.Job();
        await using (await HoldWriteLockAsync())
        {
            var fault = await Should.ThrowAsync<StoreUnavailableException>(
                () => store.EnqueueAsync([job], CancellationToken.None));
            fault.Message.ShouldBe(
                $"Another program holds the write lock of '{_fixture.Path}'; nothing was written. End its transaction; " +
                "the store then works again by itself.");
        }

        await store.EnqueueAsync([job], CancellationToken.None);
        (await store.GetAsync(job.Id, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Full_store_acknowledges_nothing_and_works_again_once_there_is_room()
    {
        await using var store = await SqliteFixture.OpenAsync(
            new SqliteStoreOptions { Path = _fixture.Path, MaxFileBytes = SqliteStoreOptions.MinFileBytes });
        var payload = new byte[20_000];
        var taken = new List<NewJob>();
        var refused = Any.Job() with { Payload = payload };
        StoreUnavailableException? full = null;
        while (full is null && taken.Count < 100)
        {
            try
            {
                await store.EnqueueAsync([refused], CancellationToken.None);
                taken.Add(refused);
                refused = Any.Job() with { Payload = payload };
            }
            catch (StoreUnavailableException fault)
            {
                full = fault;
            }
        }

        full.ShouldNotBeNull().Message.ShouldStartWith($"There is no room left for '{_fixture.Path}'; nothing was written.");
        (await store.GetAsync(refused.Id, CancellationToken.None)).ShouldBeNull();
        (await store.CountAsync(CancellationToken.None)).ByState[JobState.Ready].ShouldBe(taken.Count);
        await store.DeleteAsync(taken[0].Id, CancellationToken.None);
        await store.EnqueueAsync([refused], CancellationToken.None);
        (await store.CountAsync(CancellationToken.None)).ByState[JobState.Ready].ShouldBe(taken.Count);
    }

    [Fact]
    public async Task Writes_that_wait_at_the_close_are_done()
    {
        var jobs = Any.Jobs(300);
        var store = await SqliteFixture.OpenAsync(new SqliteStoreOptions { Path = _fixture.Path });
        var writes = jobs.Select(job => store.EnqueueAsync([job], CancellationToken.None)).ToArray();

        await store.DisposeAsync();
        await Task.WhenAll(writes);

        await using var reopened = await _fixture.OpenAsync();
        (await reopened.CountAsync(CancellationToken.None)).ByState[JobState.Ready].ShouldBe(jobs.Length);
        await Should.ThrowAsync<ObjectDisposedException>(() => store.EnqueueAsync([Any.Job()], CancellationToken.None));
    }
}
