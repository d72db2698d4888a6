using System.Collections.Immutable;
using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Redis;
using ActorJobs.Tests.Servers;
using StackExchange.Redis;

namespace ActorJobs.Stores.RedisTests;

/// <summary>What stands in the stream of a lane and in its consumer group.</summary>
public sealed class RedisStreamTests : IAsyncLifetime
{
    private const string Stream = "{q}:q:1/echo";
    private const int Many = 1600;

    private static readonly Lane Lane = new(Priority.Normal, "echo");

    private RedisServer _server = null!;
    private RedisJobStore _store = null!;
    private ConnectionMultiplexer _connection = null!;
    private ReaderEpoch _epoch;

    private static CancellationToken None => CancellationToken.None;

    private IDatabase Db => _connection.GetDatabase();

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _store = await RedisFixture.OpenAsync(new RedisStoreOptions { Url = _server.Url, Prefix = "q" });
        _connection = await RedisFixture.ConnectAsync(_server.Url);
        _epoch = await _store.OpenEpochAsync(None);
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_claim_is_pending_for_its_node_until_no_job_stands_in_it()
    {
        var claim = await ClaimAsync(Any.Jobs(5));

        await _store.FinishAsync([Success(claim, 0), Release(claim, 1), Success(claim, 2), Success(claim, 3)], None);
        var before = await Db.StreamPendingAsync(Stream, "nodes");
        await _store.FinishAsync([Success(claim, 4)], None);

        before.PendingMessageCount.ShouldBe(1);
        before.Consumers.ShouldHaveSingleItem().Name.ToString().ShouldBe(Any.NodeA.ToString());
        (await Db.StreamPendingAsync(Stream, "nodes")).PendingMessageCount.ShouldBe(0);
    }

    [Fact]
    public async Task Every_job_of_a_claim_is_counted_as_running_though_one_entry_is_pending()
    {
        var claim = await ClaimAsync(Any.Jobs(5), 4);

        await _store.FinishAsync([Success(claim, 0), Release(claim, 1)], None);

        var counts = (await _store.CountAsync(None)).ByState;
        counts[JobState.Running].ShouldBe(2);
        counts[JobState.Ready].ShouldBe(2);
    }

    [Fact]
    public async Task A_claim_in_which_each_job_is_pending_is_acknowledged_job_by_job()
    {
        var claim = await ClaimAsync(Any.Jobs(3));
        await WriteAsClaimedBeforeAsync(claim);

        await _store.FinishAsync([Success(claim, 0), Release(claim, 1)], None);
        var before = await Db.StreamPendingAsync(Stream, "nodes");
        var running = (await _store.CountAsync(None)).ByState[JobState.Running];
        await _store.FinishAsync([Success(claim, 2)], None);

        before.PendingMessageCount.ShouldBe(1);
        running.ShouldBe(1);
        (await Db.StreamPendingAsync(Stream, "nodes")).PendingMessageCount.ShouldBe(0);
    }

    [Fact]
    public async Task Entries_of_ended_jobs_are_cut_off_when_they_are_many()
    {
        var claim = await ClaimAsync(Any.Jobs(Many));

        await FinishAllAsync(claim, claim.Jobs.Length);

        (await Db.StreamLengthAsync(Stream)).ShouldBeLessThan(1000);
        (await Db.StreamLengthAsync(Stream)).ShouldBe(await Db.StringLengthAsync("{q}:d:1/echo") / 6);
        (await ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Entries_behind_a_job_that_takes_long_are_removed_and_it_keeps_its_place()
    {
        var jobs = Any.Jobs(Many);
        var claim = await ClaimAsync(jobs);

        await FinishAllAsync(claim, claim.Jobs.Length, first: 1);
        var length = await Db.StreamLengthAsync(Stream);
        await _store.FinishAsync([Release(claim, 0)], None);

        length.ShouldBeLessThan(1000);
        (await ReadAsync()).ShouldBe([jobs[0].Id]);
    }

    [Fact]
    public async Task Jobs_between_ended_ones_are_all_read_again()
    {
        var jobs = Any.Jobs(Many);
        var claim = await ClaimAsync(jobs);

        // Two types in turn leave no run of positions in a lane: every third job here stays.
        await _store.FinishAsync(
            [.. Enumerable.Range(0, Many).Select(i => i % 3 == 0 ? Release(claim, i) : Success(claim, i))], None);

        (await ReadAsync()).ShouldBe(jobs.Where((_, i) => i % 3 == 0).Select(job => job.Id));
    }

    [Fact]
    public async Task Lanes_that_are_filled_in_turns_are_cut_off_too()
    {
        var jobs = Any.Jobs(2 * Many).Select((job, i) => i % 2 == 0 ? job : job with { Type = "other" }).ToArray();
        await _store.EnqueueAsync(jobs, None);
        var claim = await ClaimReadyAsync(Many);

        await FinishAllAsync(claim, Many - 1);

        (await Db.StreamLengthAsync(Stream)).ShouldBeLessThan(1000);
        (await Db.StreamLengthAsync("{q}:q:1/other")).ShouldBe(Many);
        await _store.FinishAsync([Release(claim, Many - 1)], None);
        (await ReadAsync()).ShouldBe([claim.Jobs[^1].Id]);
    }

    // As a program did that did not know of leads.
    private async Task WriteAsClaimedBeforeAsync(Claim claim)
    {
        await Db.HashDeleteAsync($"{{q}}:c:{claim.Id.Value}", "lead");
        foreach (var entry in await Db.StreamRangeAsync(Stream))
        {
            await Db.ExecuteAsync("XCLAIM", Stream, "nodes", Any.NodeA.ToString(), "0", entry.Id.ToString(), "FORCE", "JUSTID");
        }
    }

    private async Task<Claim> ClaimAsync(NewJob[] jobs, int? most = null)
    {
        await _store.EnqueueAsync(jobs, None);
        return await ClaimReadyAsync(most ?? jobs.Length);
    }

    private async Task<Claim> ClaimReadyAsync(int most)
    {
        var page = await _store.ReadLaneAsync(Lane, LaneCursor.Start, most, int.MaxValue, None);
        var jobs = page.Jobs.Select(job => new ClaimedJob(job.Id, job.NextAttempt)).ToImmutableArray();
        return (await _store.ClaimAsync(_epoch, [new ClaimRequest(Any.NodeA, Any.Start, jobs)], None)).Single();
    }

    private async Task<IEnumerable<JobId>> ReadAsync() =>
        (await _store.ReadLaneAsync(Lane, LaneCursor.Start, Many, int.MaxValue, None)).Jobs.Select(job => job.Id);

    // As workers do, not all at once and not quite in order.
    private async Task FinishAllAsync(Claim claim, int count, int first = 0)
    {
        foreach (var some in Enumerable.Range(first, count - first).Chunk(100))
        {
            await _store.FinishAsync([.. some.Reverse().Select(i => Success(claim, i))], None);
        }
    }

    private static JobOutcome Success(Claim claim, int job) =>
        new JobOutcome.Succeeded(claim.Id, claim.Jobs[job], Any.Start, Any.Start, default, []);

    private static JobOutcome Release(Claim claim, int job) =>
        new JobOutcome.Released(claim.Id, claim.Jobs[job], Any.Start, Any.Start);
}
