using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using ActorJobs.Stores;
using ActorJobs.Stores.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Benchmarks;

/// <summary>
/// Times the paths of the SQLite store that bound the whole: enqueue one, enqueue many, claim and finish.
/// </summary>
public static class StoreBench
{
    private const int InFlight = 50;
    private const int Singles = 200_000;
    private const int Bulk = 400_000;
    private const int BulkBatch = 1000;
    private const int ClaimBatch = 500;

    private static readonly Lane Lane = new(Priority.Normal, "bench");
    private static readonly byte[] Payload = new byte[100];
    private static readonly NodeId Node = new("127.0.0.1:4053", 1);

    /// <summary>Runs all of them on a fresh file in the temporary directory and writes one line for each.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        var directory = Directory.CreateTempSubdirectory("actorjobs-bench-");
        try
        {
            var options = new SqliteStoreOptions { Path = Path.Combine(directory.FullName, "jobs.db") };
            await using var store = new SqliteJobStore(
                options, TimeProvider.System, NullLogger<SqliteJobStore>.Instance);
            await store.OpenAsync(CancellationToken.None);
            await TimeAsync(output, "single enqueue, 50 in flight (warm-up)", Singles / 10, () => SinglesAsync(store, Singles / 10));
            await TimeAsync(output, "single enqueue, 50 in flight", Singles, () => SinglesAsync(store, Singles));
            await TimeAsync(output, "bulk enqueue, batches of 1000", Bulk, () => BulkAsync(store));
            var total = Singles / 10 + Singles + Bulk;
            await TimeAsync(output, "read, claim and finish, batches of 500", total, () => DrainAsync(store, total));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task TimeAsync(TextWriter output, string what, int jobs, Func<Task> run)
    {
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes();
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        await run();
        var seconds = clock.Elapsed.TotalSeconds;
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        var each = (GC.GetTotalAllocatedBytes() - allocated) / jobs;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{what,-45} {jobs / seconds,10:N0} jobs/s {cpu.TotalMicroseconds / jobs,6:N1} us CPU/job {each,6} B/job {process.WorkingSet64 >> 20,5} MiB RSS"));
    }

    private static async Task SinglesAsync(SqliteJobStore store, int count)
    {
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await store.EnqueueAsync([NewJob()], CancellationToken.None);
            }
        })));
    }

    private static async Task BulkAsync(SqliteJobStore store)
    {
        var left = Bulk / BulkBatch;
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await store.EnqueueAsync([.. Enumerable.Range(0, BulkBatch).Select(_ => NewJob())], CancellationToken.None);
            }
        })));
    }

    // One reader reads ahead and claims while up to four batches of outcomes are on their way, as in the runtime.
    private static async Task DrainAsync(SqliteJobStore store, int total)
    {
        var epoch = await store.OpenEpochAsync(CancellationToken.None);
        var after = LaneCursor.Start;
        using var room = new SemaphoreSlim(4);
        var finishing = new List<Task>();
        var read = ReadAsync();
        for (var done = 0; done < total;)
        {
            var page = await read;
            after = page.Next;
            read = ReadAsync();
            done += page.Jobs.Length;
            await room.WaitAsync();
            var claimed = await store.ClaimAsync(
                epoch,
                [new ClaimRequest(Node, DateTimeOffset.UnixEpoch, [.. page.Jobs.Select(job => new ClaimedJob(job.Id, 1))])],
                CancellationToken.None);
            finishing.Add(FinishAsync(store, claimed[0], room));
        }
        await Task.WhenAll(finishing);

        Task<LanePage> ReadAsync() => store.ReadLaneAsync(Lane, after, ClaimBatch, int.MaxValue, CancellationToken.None);
    }

    private static async Task FinishAsync(SqliteJobStore store, Claim claim, SemaphoreSlim room)
    {
        var now = TimeProvider.System.GetUtcNow();
        var results = await store.FinishAsync(
            [.. claim.Jobs.Select(JobOutcome (job) => new JobOutcome.Succeeded(claim.Id, job, now, now, default, []))],
            CancellationToken.None);
        _ = room.Release();
        if (results.Contains(OutcomeResult.Stale))
        {
            throw new InvalidOperationException("An outcome was stale.");
        }
    }

    private static NewJob NewJob()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new NewJob
        {
            Id = JobId.New(now),
            Type = "bench",
            Payload = Payload,
            CreatedAt = now,
            MaxRetries = 3,
            Timeout = TimeSpan.FromMinutes(5),
        };
    }
}
