using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Redis;
using ActorJobs.Tests.Servers;
using StackExchange.Redis;

namespace ActorJobs.Stores.RedisTests;

/// <summary>Partitions beside readers of before there were any, and what is kept of them.</summary>
public sealed class RedisPartTests : IAsyncLifetime
{
    private static readonly Partition[] Halves = [new(0, 2), new(1, 2)];

    private RedisServer _server = null!;
    private RedisJobStore _store = null!;
    private ConnectionMultiplexer _connection = null!;

    private static CancellationToken None => CancellationToken.None;

    private IDatabase Db => _connection.GetDatabase();

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _store = await RedisFixture.OpenAsync(new RedisStoreOptions { Url = _server.Url, Prefix = "q" });
        _connection = await RedisFixture.ConnectAsync(_server.Url);
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task<JobId> ClaimAsync(ReaderEpoch epoch)
    {
        var job = Any.Job();
        await _store.EnqueueAsync([job], None);
        var claims = await _store.ClaimAsync(
            epoch, [new ClaimRequest(Any.NodeA, Any.Start, [new ClaimedJob(job.Id, 1)])], None);
        return claims[0].Jobs.ShouldHaveSingleItem().Id;
    }

    private async Task<ReaderEpoch[]> OpenHalvesAsync() =>
        [await _store.OpenEpochAsync(Halves[0], None), await _store.OpenEpochAsync(Halves[1], None)];

    /// <summary>How a program of before opens an epoch.</summary>
    private Task<long> OpenAsBeforeAsync() => Db.HashIncrementAsync("{q}:seq", "epoch");

    [Fact]
    public async Task Reader_of_before_takes_the_power_of_all_partitions_and_loses_its_own_to_the_first_that_opens()
    {
        var halves = await OpenHalvesAsync();

        var before = new ReaderEpoch(await OpenAsBeforeAsync());

        await Should.ThrowAsync<EpochLostException>(() => ClaimAsync(halves[0]));
        await Should.ThrowAsync<EpochLostException>(() => ClaimAsync(halves[1]));
        await ClaimAsync(before);
        var second = await _store.OpenEpochAsync(Halves[1], None);
        await Should.ThrowAsync<EpochLostException>(() => ClaimAsync(before));
        await Should.ThrowAsync<EpochLostException>(() => ClaimAsync(halves[0]));
        await ClaimAsync(second);
    }

    [Fact]
    public async Task Epoch_of_the_whole_queue_is_where_it_was_before()
    {
        await OpenHalvesAsync();
        var whole = await _store.OpenEpochAsync(None);
        ((long)await Db.HashGetAsync("{q}:seq", "epoch")).ShouldBe(whole.Value);

        await OpenAsBeforeAsync();

        await Should.ThrowAsync<EpochLostException>(() => ClaimAsync(whole));
    }

    [Fact]
    public async Task Claims_of_the_whole_queue_name_no_partition_and_are_those_of_the_first_partition()
    {
        var job = await ClaimAsync(await _store.OpenEpochAsync(None));
        var claim = (await _store.GetClaimsAsync(None)).ShouldHaveSingleItem();
        (await Db.HashKeysAsync($"{{q}}:c:{claim.Id.Value}")).Select(field => (string)field!)
            .ShouldBe(["node", "at", "epoch", "left", "jobs", "lead"], ignoreOrder: true);
        var halves = await OpenHalvesAsync();

        (await _store.RecoverNodeAsync(halves[1], Any.NodeA, Any.Start, None)).Ready.ShouldBeEmpty();
        (await _store.RecoverNodeAsync(halves[0], Any.NodeA, Any.Start, None)).Ready.ShouldBe([job]);
    }

    [Fact]
    public async Task What_a_node_runs_is_pending_until_the_last_partition_recovered_it()
    {
        var halves = await OpenHalvesAsync();
        await ClaimAsync(halves[0]);
        await ClaimAsync(halves[1]);

        await _store.RecoverNodeAsync(halves[0], Any.NodeA, Any.Start, None);
        (await PendingAsync()).ShouldBe([1]);
        await _store.RecoverNodeAsync(halves[1], Any.NodeA, Any.Start, None);
        (await PendingAsync()).ShouldBeEmpty();

        async Task<int[]> PendingAsync() =>
            [.. (await Db.StreamConsumerInfoAsync("{q}:q:1/echo", "nodes")).Select(consumer => consumer.PendingMessageCount)];
    }

    [Fact]
    public async Task Epochs_of_partitions_are_forgotten_when_there_is_another_number_of_them()
    {
        await _store.OpenEpochAsync(new Partition(6, 7), None);
        await OpenHalvesAsync();

        (await Db.HashKeysAsync("{q}:parts")).Select(field => (string)field!)
            .ShouldBe(["newest", "count", "0", "1"], ignoreOrder: true);
    }
}
