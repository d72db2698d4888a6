using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using ActorJobs.Json;
using ActorJobs.Stores;

namespace ActorJobs.Benchmarks.Stores;

/// <summary>The paths of a store that bound the whole, called as the runtime calls them.</summary>
internal sealed class StorePaths(IJobStore store)
{
    private const int BulkBatch = 1000;
    private const int InFlight = 50;
    private const int BulkInFlight = 2;
    private const int ClaimBatch = 1000; // claim-batch of the reader
    private const int FinishesInFlight = 4;

    private static readonly Lane Lane = new(Priority.Normal, "bench");
    private static readonly byte[] Payload = JsonSerializer.SerializeToUtf8Bytes(Mail.Number(12345), JobJson.Options);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly NodeId Node = new("127.0.0.1:4053", 1);

    private readonly Queue<ClaimedJob> _ahead = [];
    private readonly RecentJobs _known = new();
    private ReaderEpoch? _epoch;
    private Task<LanePage>? _read;
    private LaneCursor _after = LaneCursor.Start;

    /// <summary>Enqueues jobs one by one, fifty calls at a time.</summary>
    public Task SinglesAsync(int jobs)
    {
        var left = jobs;
        return Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await store.EnqueueAsync([NewJob(null)], CancellationToken.None);
            }
        })));
    }

    /// <summary>Enqueues jobs in thousands, two calls at a time.</summary>
    /// <param name="jobs">How many, rounded down to thousands.</param>
    /// <param name="runAt">When they are due; null for at once.</param>
    public Task BulkAsync(int jobs, DateTimeOffset? runAt = null)
    {
        var left = jobs / BulkBatch;
        return Task.WhenAll(Enumerable.Range(0, BulkInFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await store.EnqueueAsync(
                    [.. Enumerable.Range(0, BulkBatch).Select(_ => NewJob(runAt))], CancellationToken.None);
            }
        })));
    }

    /// <summary>
    /// Claims and finishes that many of the jobs that wait: one reader reads ahead and claims while up to four
    /// batches of outcomes are on their way, as in the runtime.
    /// </summary>
    public async Task DrainAsync(int jobs)
    {
        using var room = new SemaphoreSlim(FinishesInFlight);
        var finishing = new List<Task>();
        for (var claimed = 0; claimed < jobs;)
        {
            await room.WaitAsync();
            var claim = await ClaimNextAsync(jobs - claimed);
            claimed += claim.Jobs.Length;
            finishing.Add(FinishAsync(claim, room));
        }
        await Task.WhenAll(finishing);
    }

    /// <summary>Claims that many of the jobs that wait, and finishes none.</summary>
    public async Task<List<Claim>> ClaimAsync(int jobs)
    {
        var claims = new List<Claim>();
        for (var claimed = 0; claimed < jobs; claimed += claims[^1].Jobs.Length)
        {
            claims.Add(await ClaimNextAsync(jobs - claimed));
        }
        return claims;
    }

    /// <summary>Finishes what was claimed, four batches at a time.</summary>
    public async Task FinishAsync(List<Claim> claims)
    {
        using var room = new SemaphoreSlim(FinishesInFlight);
        var finishing = new List<Task>();
        foreach (var claim in claims)
        {
            await room.WaitAsync();
            finishing.Add(FinishAsync(claim, room));
        }
        await Task.WhenAll(finishing);
    }

    private async Task<Claim> ClaimNextAsync(int most)
    {
        _epoch ??= await store.OpenEpochAsync(CancellationToken.None);
        var start = Stopwatch.GetTimestamp();
        ImmutableArray<ClaimedJob> batch;
        while ((batch = await NextAsync(most)).IsEmpty)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new BenchmarkException($"The store shows no more jobs; {most} were still to be claimed.");
            }
        }
        var request = new ClaimRequest(Node, TimeProvider.System.GetUtcNow(), batch);
        return (await store.ClaimAsync(_epoch.Value, [request], CancellationToken.None))[0];
    }

    // The next page is read while this one is claimed; what a page answers again has been taken already.
    private async Task<ImmutableArray<ClaimedJob>> NextAsync(int most)
    {
        if (_ahead.Count < Math.Min(most, ClaimBatch))
        {
            var page = await (_read ?? ReadAsync());
            _after = page.Next;
            _read = ReadAsync();
            foreach (var job in page.Jobs.Where(job => _known.Add(job.Id)))
            {
                _ahead.Enqueue(new ClaimedJob(job.Id, job.NextAttempt));
            }
        }
        var batch = ImmutableArray.CreateBuilder<ClaimedJob>();
        while (batch.Count < Math.Min(most, ClaimBatch) && _ahead.TryDequeue(out var job))
        {
            batch.Add(job);
        }
        return batch.ToImmutable();
    }

    private Task<LanePage> ReadAsync() =>
        store.ReadLaneAsync(Lane, _after, ClaimBatch, int.MaxValue, CancellationToken.None);

    private async Task FinishAsync(Claim claim, SemaphoreSlim room)
    {
        var now = TimeProvider.System.GetUtcNow();
        var results = await store.FinishAsync(
            [.. claim.Jobs.Select(JobOutcome (job) => new JobOutcome.Succeeded(claim.Id, job, now, now, default, []))],
            CancellationToken.None);
        _ = room.Release();
        if (results.Contains(OutcomeResult.Stale))
        {
            throw new BenchmarkException("An outcome was stale: the store lost a claim.");
        }
    }

    private static NewJob NewJob(DateTimeOffset? runAt)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new NewJob
        {
            Id = JobId.New(now),
            HasNewId = true,
            Type = Lane.Type,
            Payload = Payload,
            CreatedAt = now,
            RunAt = runAt,
            MaxRetries = 3,
            Timeout = TimeSpan.FromMinutes(5),
        };
    }
}
