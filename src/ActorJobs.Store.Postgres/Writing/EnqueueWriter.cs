using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Connections;
using ActorJobs.Stores.Postgres.Operations;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Writing;

/// <summary>
/// Group commit: while a transaction is under way the calls that come gather, and go together in the next. Calls with unique
/// keys go by a way of their own, for a key that somebody's open transaction holds makes them wait.
/// </summary>
internal sealed class EnqueueWriter : IAsyncDisposable
{
    private const int MaxJobs = 1000;
    private const long MaxBytes = 2 * 1024 * 1024;

    private readonly StoreConnections _connections;
    private readonly Lanes _lanes;
    private readonly CountFolding _folding;
    private readonly EnqueueQueue _plain;
    private readonly EnqueueQueue _keyed;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly Task _pumps;

    public EnqueueWriter(
        StoreConnections connections, Lanes lanes, CountFolding folding, PostgresStoreOptions options, TimeProvider time)
    {
        _folding = folding;
        _connections = connections;
        _lanes = lanes;
        _patience = options.CommandTimeout;
        _time = time;
        _plain = new EnqueueQueue(options.MaxPendingWrites, options.MaxPendingBytes, options.RoomTimeout, time);
        _keyed = new EnqueueQueue(options.MaxPendingWrites, options.MaxPendingBytes, options.RoomTimeout, time);
        _pumps = Task.WhenAll(Enumerable.Repeat(_plain, options.EnqueueConnections).Append(_keyed)
            .Select(queue => Task.Run(() => PumpAsync(queue))));
    }

    public async Task<ImmutableArray<EnqueueResult>> EnqueueAsync(
        IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        if (jobs.Count == 0)
        {
            return [];
        }
        await _lanes.EnsureAsync(jobs, cancellationToken);
        var call = new EnqueueCall(jobs);
        await (call.IsKeyed ? _keyed : _plain).AddAsync(call, cancellationToken);
        try
        {
            // Not longer, though it may have come right behind a transaction that hangs: that alone may take as long.
            return await call.Done.Task.WaitAsync(_patience, _time, cancellationToken);
        }
        catch (TimeoutException fault)
        {
            throw StoreFaults.AtRunTime(fault, _connections.Server);
        }
    }

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _plain.Close();
        _keyed.Close();
        await _pumps;
        _plain.Dispose();
        _keyed.Dispose();
    }

    private async Task PumpAsync(EnqueueQueue queue)
    {
        var batch = new List<EnqueueCall>();
        while (await queue.TakeAsync(batch, MaxJobs, MaxBytes))
        {
            if (!await TryWriteAsync(batch))
            {
                // One of them cannot be written: not at the cost of the others.
                foreach (var call in batch)
                {
                    _ = await TryWriteAsync([call]);
                }
            }
            batch.Clear();
        }
    }

    /// <summary>Writes calls in one transaction; false when they should be tried one by one.</summary>
    private async Task<bool> TryWriteAsync(List<EnqueueCall> batch)
    {
        try
        {
            var jobs = batch.Count == 1 ? batch[0].Jobs : [.. batch.SelectMany(call => call.Jobs)];
            var results = await WriteAsync(jobs);
            _folding.Note();
            var from = 0;
            foreach (var call in batch)
            {
                _ = call.Done.TrySetResult(results.AsSpan().Slice(from, call.Jobs.Count).ToImmutableArray());
                from += call.Jobs.Count;
            }
            return true;
        }
        catch (Exception fault)
        {
            if (batch.Count > 1 && fault is not StoreUnavailableException)
            {
                return false;
            }
            foreach (var call in batch)
            {
                _ = call.Done.TrySetException(fault);
            }
            return true;
        }
    }

    private Task<ImmutableArray<EnqueueResult>> WriteAsync(IReadOnlyList<NewJob> jobs)
    {
        if (jobs.Any(job => Settling.Waits(job) || Replacing.Replaces(job)))
        {
            return _connections.InTransactionAsync(
                (connection, cancelled) => Enqueuing.RunAsync(connection, _lanes, jobs, cancelled), CancellationToken.None);
        }
        var believes = true;
        return _connections.InRoundTripAsync(AddAsync, CancellationToken.None);

        Task<ImmutableArray<EnqueueResult>> AddAsync(NpgsqlConnection connection, CancellationToken cancelled)
        {
            var adding = Enqueuing.RunAsync(connection, _lanes, jobs, believes, cancelled);
            believes = false; // a collision says that an id was not new
            return adding;
        }
    }
}
