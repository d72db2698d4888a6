using System.Diagnostics;
using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Redis;

namespace ActorJobs.Stores.RedisTests;

/// <summary>What happens to callers, and to what was acknowledged, when the server fails.</summary>
public sealed class RedisFailureTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private static CancellationToken None => CancellationToken.None;

    private static Task<RedisJobStore> OpenAsync(RedisServer server) =>
        RedisFixture.OpenAsync(new RedisStoreOptions { Url = server.Url, CommandTimeout = Timeout });

    /// <summary>Repeats a call as the workers do.</summary>
    private static async Task<T> PatientlyAsync<T>(Func<Task<T>> call)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (StoreUnavailableException) when (patience.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(50);
            }
        }
    }

    [Fact]
    public async Task Scripts_that_the_server_forgot_are_sent_again()
    {
        await using var server = await RedisServer.StartAsync();
        await using var store = await OpenAsync(server);
        await server.AskAsync("SCRIPT", "FLUSH");
        var jobs = Any.Jobs(1200);

        var results = await store.EnqueueAsync(jobs, None);

        results.ShouldAllBe(result => result.State == JobState.Ready);
        (await store.CountAsync(None)).ByState[JobState.Ready].ShouldBe(1200);
    }

    [Fact]
    public async Task Killed_server_that_syncs_always_keeps_all_that_was_acknowledged()
    {
        await using var server = await RedisServer.StartAsync("--appendfsync", "always");
        await using var store = await OpenAsync(server);
        var epoch = await store.OpenEpochAsync(None);
        var running = Any.Jobs(20);
        await store.EnqueueAsync(running, None);
        var claim = (await store.ClaimAsync(
            epoch, [new ClaimRequest(Any.NodeA, Any.Start, [.. running.Select(job => new ClaimedJob(job.Id, 1))])], None))[0];
        var acknowledged = new List<JobId>();
        var unsure = new List<NewJob>();
        using var enough = new SemaphoreSlim(0);
        var enqueuing = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var job = Any.Job();
                try
                {
                    await store.EnqueueAsync([job], None);
                    lock (acknowledged)
                    {
                        acknowledged.Add(job.Id);
                    }
                    enough.Release();
                }
                catch (StoreUnavailableException)
                {
                    lock (unsure)
                    {
                        unsure.Add(job);
                    }
                    return;
                }
            }
        })).ToArray();
        for (var i = 0; i < 300; i++)
        {
            await enough.WaitAsync();
        }

        await server.KillAsync();
        await Task.WhenAll(enqueuing);
        await server.StartAgainAsync();

        foreach (var job in unsure)
        {
            await PatientlyAsync(() => store.EnqueueAsync([job], None));
        }
        var expected = acknowledged.Concat(unsure.Select(job => job.Id)).ToHashSet();
        var page = await store.ReadLaneAsync(running[0].Lane, LaneCursor.Start, 100_000, int.MaxValue, None);
        page.Jobs.Select(job => job.Id).ToHashSet().IsSupersetOf(expected).ShouldBeTrue();
        page.Jobs.Length.ShouldBe(expected.Count + running.Length);
        (await store.GetClaimsAsync(None)).ShouldHaveSingleItem().Jobs.ShouldBe(claim.Jobs);
        (await store.FinishAsync(
            [.. claim.Jobs.Select(job => (JobOutcome)new JobOutcome.Succeeded(claim.Id, job, Any.Start, Any.Start, default, []))],
            None)).ShouldAllBe(result => result == OutcomeResult.Recorded);
    }

    [Fact]
    public async Task Frozen_server_makes_callers_wait_no_longer_than_they_asked_and_is_found_again()
    {
        await using var server = await RedisServer.StartAsync();
        await using var store = await OpenAsync(server);
        await server.FreezeAsync();
        var waited = Stopwatch.StartNew();
        var job = Any.Job();

        await Should.ThrowAsync<StoreUnavailableException>(() => store.EnqueueAsync([job], None));
        await Should.ThrowAsync<StoreUnavailableException>(() => store.PingAsync(None));

        waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(8));
        await server.ThawAsync();
        (await PatientlyAsync(() => store.EnqueueAsync([job], None)))[0].State.ShouldBe(JobState.Ready);
        (await store.CountAsync(None)).ByState[JobState.Ready].ShouldBe(1);
    }

    [Fact]
    public async Task Stopped_server_fails_at_once_and_is_found_again()
    {
        await using var server = await RedisServer.StartAsync();
        await using var store = await OpenAsync(server);
        await server.KillAsync();

        await Should.ThrowAsync<StoreUnavailableException>(() => store.PingAsync(None));
        await Should.ThrowAsync<StoreUnavailableException>(() => store.GetLanesAsync(None));

        await server.StartAgainAsync();
        (await PatientlyAsync(() => store.EnqueueAsync([Any.Job()], None))).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Full_memory_refuses_new_jobs_and_lets_the_others_end()
    {
        await using var server = await RedisServer.StartAsync();
        await using var store = await OpenAsync(server);
        var epoch = await store.OpenEpochAsync(None);
        var job = Any.Job();
        await store.EnqueueAsync([job], None);
        await server.AskAsync("CONFIG", "SET", "maxmemory", "1");

        var refusal = await Should.ThrowAsync<StoreBusyException>(() => store.EnqueueAsync([Any.Job()], None));
        var request = new ClaimRequest(Any.NodeA, Any.Start, [new ClaimedJob(job.Id, 1)]);
        var claim = (await store.ClaimAsync(epoch, [request], None))[0];
        var child = new JobOutcome.Succeeded(claim.Id, claim.Jobs[0], Any.Start, Any.Start, default, [Any.Job()]);
        await Should.ThrowAsync<StoreBusyException>(() => store.FinishAsync([child], None));
        var results = await store.FinishAsync([child with { Children = [] }], None);

        refusal.Message.ShouldContain("has no memory left; nothing was written");
        results.ShouldBe([OutcomeResult.Recorded]);
        (await store.CountAsync(None)).ByState[JobState.Ready].ShouldBe(0);
        await server.AskAsync("CONFIG", "SET", "maxmemory", "0");
        (await store.EnqueueAsync([Any.Job()], None)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Replica_takes_no_writes_and_says_so()
    {
        await using var server = await RedisServer.StartAsync();
        await using var store = await OpenAsync(server);
        await server.AskAsync("REPLICAOF", "127.0.0.1", "1");

        var fault = await Should.ThrowAsync<StoreUnavailableException>(() => store.EnqueueAsync([Any.Job()], None));

        fault.Message.ShouldContain("read-only replica");
        await server.AskAsync("REPLICAOF", "NO", "ONE");
        (await PatientlyAsync(() => store.EnqueueAsync([Any.Job()], None))).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Closed_store_refuses_and_closes_twice()
    {
        await using var server = await RedisServer.StartAsync();
        var store = await OpenAsync(server);
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => store.EnqueueAsync([Any.Job()], None));
        await Should.ThrowAsync<ObjectDisposedException>(() => store.OpenAsync(None));
    }

    [Fact]
    public async Task Writes_that_find_no_room_are_refused()
    {
        await using var server = await RedisServer.StartAsync();
        await using var store = await RedisFixture.OpenAsync(new RedisStoreOptions
        {
            Url = server.Url, MaxPendingWrites = 1, RoomTimeout = TimeSpan.Zero, CommandTimeout = TimeSpan.FromSeconds(3),
        });
        await server.FreezeAsync();

        var calls = Enumerable.Range(0, 20).Select(_ => store.EnqueueAsync([Any.Job()], None)).ToArray();
        var refused = 0;
        foreach (var call in calls[3..])
        {
            await Should.ThrowAsync<StoreBusyException>(() => call);
            refused++;
        }

        refused.ShouldBe(17);
        await server.ThawAsync();
        foreach (var call in calls[..3])
        {
            (await call).Length.ShouldBe(1);
        }
    }
}
