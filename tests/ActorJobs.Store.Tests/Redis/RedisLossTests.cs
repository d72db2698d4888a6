using ActorJobs.Tests.Servers;
using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Redis;

namespace ActorJobs.Stores.RedisTests;

/// <summary>A server that lost its last second: numbers that readers and nodes hold must not be given out
/// again.</summary>
public sealed class RedisLossTests : IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisJobStore _store = null!;

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _store = await RedisFixture.OpenAsync(new RedisStoreOptions { Url = _server.Url });
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    private Task LoseAsync(string sequence) => _server.AskAsync("HSET", "{actorjobs}:seq", sequence, "1");

    [Fact]
    public async Task Job_enqueued_after_the_loss_is_behind_the_cursor_of_a_reader()
    {
        var before = Any.Jobs(50);
        await _store.EnqueueAsync(before, None);
        var page = await _store.ReadLaneAsync(before[0].Lane, LaneCursor.Start, 100, int.MaxValue, None);
        await LoseAsync("position");
        var after = Any.Job();
        await _store.EnqueueAsync([after], None);

        (await _store.ReadLaneAsync(after.Lane, page.Next, 100, int.MaxValue, None)).Jobs.ShouldHaveSingleItem().Id.ShouldBe(after.Id);
    }

    [Fact]
    public async Task Claims_and_epochs_after_the_loss_are_new()
    {
        var jobs = Any.Jobs(2);
        await _store.EnqueueAsync(jobs, None);
        var epoch = await _store.OpenEpochAsync(None);
        var first = await ClaimAsync(epoch, jobs[0]);
        await LoseAsync("claim");
        var second = await ClaimAsync(epoch, jobs[1]);
        await LoseAsync("epoch");

        second.Id.Value.ShouldBeGreaterThan(first.Id.Value);
        await Should.ThrowAsync<EpochLostException>(() => ClaimAsync(epoch, jobs[0]));
        (await _store.OpenEpochAsync(None)).Value.ShouldBeGreaterThan(epoch.Value);
    }

    private async Task<Claim> ClaimAsync(ReaderEpoch epoch, NewJob job) =>
        (await _store.ClaimAsync(
            epoch, [new ClaimRequest(Any.NodeA, Any.Start, [new ClaimedJob(job.Id, 1)])], None))[0];
}
