using System.Collections.Immutable;
using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Redis;
using ActorJobs.Tests.Servers;

namespace ActorJobs.Stores.RedisTests;

/// <summary>Which keys there are, and that none stays.</summary>
public sealed class RedisKeyTests : IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisJobStore _store = null!;
    private ReaderEpoch _epoch;

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _store = await RedisFixture.OpenAsync(new RedisStoreOptions { Url = _server.Url, Prefix = "q", SucceededCount = 10 });
        _epoch = await _store.OpenEpochAsync(None);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task<string[]> KeysAsync()
    {
        await using var connection = await RedisFixture.ConnectAsync(_server.Url);
        return [.. connection.GetServers()[0].Keys(pattern: "*", pageSize: 1000).Select(key => (string)key!)];
    }

    private static NewJob Rich(int number) => Any.Job($"type-{number % 3}") with
    {
        Priority = (Priority)(number % 3),
        Payload = new byte[number % 2 == 0 ? 50 : 5000],
        Tags = ["a", $"b{number % 4}"],
        UniqueKey = $"u{number}",
        UniqueFor = number % 5 == 0 ? TimeSpan.FromHours(1) : null,
        ConcurrencyKey = $"c{number % 2}",
        RunAt = number % 7 == 0 ? Any.Start.AddHours(1) : null,
    };

    private async Task<ImmutableArray<Claim>> ClaimAllAsync(NodeId node)
    {
        var claims = ImmutableArray.CreateBuilder<Claim>();
        foreach (var lane in await _store.GetLanesAsync(None))
        {
            var page = await _store.ReadLaneAsync(lane, LaneCursor.Start, 1000, int.MaxValue, None);
            var request = new ClaimRequest(
                node, Any.Start, [.. page.Jobs.Select(job => new ClaimedJob(job.Id, job.NextAttempt))]);
            claims.AddRange(await _store.ClaimAsync(_epoch, [request], None));
        }
        return claims.ToImmutable();
    }

    private async Task<NewJob[]> LiveThroughEverythingAsync()
    {
        var jobs = Enumerable.Range(0, 70).Select(Rich).ToArray();
        await _store.EnqueueAsync(jobs, None);
        await _store.PauseAsync(new Pause(Priority.High, null), None);
        var number = 0;
        foreach (var claim in await ClaimAllAsync(Any.NodeA))
        {
            await _store.ReportAsync(
                [.. claim.Jobs.Select(job => new JobReport(
                    job.Id, new JobProgress(0.5, null, Any.Start), [new JobLogLine(1, Any.Start, "line")]))], None);
            await _store.FinishAsync([.. claim.Jobs.Select(job => Outcome(claim, job, number++))], None);
        }
        await _store.RecoverNodeAsync(_epoch, Any.NodeA, Any.Start, None);
        await _store.ResumeAsync(new Pause(Priority.High, null), None);
        return jobs;
    }

    private static JobOutcome Outcome(Claim claim, ClaimedJob job, int number) => (number % 6) switch
    {
        0 => new JobOutcome.Succeeded(claim.Id, job, Any.Start, Any.Start, new byte[3000], [Rich(1000 + number)]),
        1 => new JobOutcome.Failed(claim.Id, job, Any.Start, Any.Start, Any.Error()),
        2 => new JobOutcome.RetryAt(claim.Id, job, Any.Start, Any.Start, Any.Start.AddMinutes(1), Any.Error()),
        3 => new JobOutcome.Released(claim.Id, job, Any.Start, Any.Start),
        4 => new JobOutcome.Cancelled(claim.Id, job, Any.Start, Any.Start),
        // Its claim stands, for another one's outcome.
        _ => new JobOutcome.Succeeded(new ClaimId(0), job, Any.Start, Any.Start, default, []),
    };

    [Fact]
    public async Task Every_key_carries_the_hash_tag()
    {
        await LiveThroughEverythingAsync();

        var keys = await KeysAsync();

        keys.Length.ShouldBeGreaterThan(100);
        keys.ShouldAllBe(key => key.StartsWith("{q}:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_key_stays_when_every_job_was_deleted()
    {
        await LiveThroughEverythingAsync();

        BulkResult result;
        do
        {
            result = await _store.ChangeManyAsync(BulkChange.Delete, new JobFilter(), Any.Start, 25, None);
        }
        while (result.More);
        // Unique keys of jobs that went by number are held until their time is over.
        await _store.PurgeAsync(Any.Retention, Any.Start.AddHours(1), 100, None);

        (await KeysAsync()).ShouldBe(["{q}:seq", "{q}:schema"], ignoreOrder: true);
    }

    [Fact]
    public async Task No_key_stays_when_every_job_has_ended_and_was_purged()
    {
        await LiveThroughEverythingAsync();
        var all = new Retention(TimeSpan.Zero, 0);
        for (var round = 0; round < 10; round++)
        {
            await _store.PromoteDueAsync(Any.Start.AddDays(1), 1000, None);
            foreach (var claim in await ClaimAllAsync(Any.NodeB))
            {
                await _store.FinishAsync(
                    [.. claim.Jobs.Select(job => (JobOutcome)new JobOutcome.Failed(
                        claim.Id, job, Any.Start, Any.Start, Any.Error()))], None);
            }
        }
        while (await _store.PurgeAsync(all, Any.Start.AddDays(2), 20, None) == 20)
        {
        }

        (await KeysAsync()).ShouldBe(["{q}:seq", "{q}:schema"], ignoreOrder: true);
    }

    [Fact]
    public async Task Succeeded_jobs_beyond_their_number_go_with_the_next_ones()
    {
        var jobs = Any.Jobs(60);
        await _store.EnqueueAsync(jobs, None);
        foreach (var claim in await ClaimAllAsync(Any.NodeA))
        {
            foreach (var chunk in claim.Jobs.Chunk(7))
            {
                await _store.FinishAsync(
                    [.. chunk.Select(job => (JobOutcome)new JobOutcome.Succeeded(
                        claim.Id, job, Any.Start, Any.Start, default, []))], None);
            }
        }

        (await _store.CountAsync(None)).ByState[JobState.Succeeded].ShouldBe(10);
        (await _store.ListAsync(new JobFilter(JobState.Succeeded), null, 100, None)).Jobs.Select(job => job.Id)
            .ShouldBe(jobs[^10..].Select(job => job.Id).Reverse());
    }
}
