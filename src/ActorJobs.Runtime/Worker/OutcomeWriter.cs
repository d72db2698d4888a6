using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.Channels;
using ActorJobs.Runtime.Observation;
using ActorJobs.Stores;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Runtime.Worker;

/// <summary>
/// Writes outcomes straight to the store, in batches: while one batch is being made durable the next is handed over, so
/// that the store is never without work. Outcomes of one claim take the same way, since in a store they meet at the
/// claim's row and would wait for each other. When the store is away it keeps what it has, bounded by the jobs the node
/// may hold, and tries until it is back.
/// </summary>
internal sealed partial class OutcomeWriter
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);

    private readonly Channel<Ending>[] _ways;
    private readonly IOutcomeStore _store;
    private readonly WorkerSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<IReadOnlyList<Ending>, ImmutableArray<OutcomeResult>> _written;
    private readonly CancellationTokenSource _giveUp = new();
    private readonly Task _pump;
    private int _pending;
    private int _blocked;

    public OutcomeWriter(
        IOutcomeStore store, WorkerSettings settings, TimeProvider time, ILogger logger,
        Action<IReadOnlyList<Ending>, ImmutableArray<OutcomeResult>> written)
    {
        _store = store;
        _settings = settings;
        _time = time;
        _logger = logger;
        _written = written;
        _ways = [.. Enumerable.Range(0, settings.OutcomeWrites).Select(_ =>
            Channel.CreateUnbounded<Ending>(new UnboundedChannelOptions { SingleReader = true }))];
        _pump = Task.WhenAll(_ways.Select(way => Task.Run(() => PumpAsync(way.Reader))));
    }

    /// <summary>Outcomes that are not durable yet.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>True while the store refuses outcomes.</summary>
    public bool IsBlocked => Volatile.Read(ref _blocked) > 0;

    public void Post(Ending ending)
    {
        Interlocked.Increment(ref _pending);
        _ways[(ulong)ending.Outcome.Claim.Value % (ulong)_ways.Length].Writer.TryWrite(ending);
    }

    /// <summary>Writes what is left, at most until the deadline.</summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        foreach (var way in _ways)
        {
            way.Writer.TryComplete();
        }
        await using var registration = deadline.Register(_giveUp.Cancel);
        await _pump;
        _giveUp.Dispose();
    }

    private async Task PumpAsync(ChannelReader<Ending> endings)
    {
        var batch = new List<Ending>();
        try
        {
            while (await endings.WaitToReadAsync(_giveUp.Token))
            {
                Gather(batch, endings);
                await WriteAsync(batch);
                Interlocked.Add(ref _pending, -batch.Count);
                batch.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            LogGivenUp(Pending);
        }
    }

    private void Gather(List<Ending> batch, ChannelReader<Ending> endings)
    {
        var bytes = 0;
        while (batch.Count < _settings.OutcomeBatch && bytes < _settings.OutcomeBatchBytes
            && endings.TryRead(out var ending))
        {
            batch.Add(ending);
            bytes += ending.Bytes;
        }
    }

    private async Task WriteAsync(List<Ending> batch)
    {
        var blocked = false;
        try
        {
            for (var wait = FirstBackoff; !await TryWriteAsync(batch, wait); wait = Longer(wait))
            {
                Interlocked.Add(ref _blocked, blocked ? 0 : 1);
                blocked = true;
                await Task.Delay(wait, _time, _giveUp.Token);
            }
        }
        finally
        {
            Interlocked.Add(ref _blocked, blocked ? -1 : 0);
        }
    }

    private TimeSpan Longer(TimeSpan wait) =>
        wait * 2 < _settings.MaxStoreBackoff ? wait * 2 : _settings.MaxStoreBackoff;

    /// <summary>Writes a batch; false when it must be tried again.</summary>
    private async Task<bool> TryWriteAsync(List<Ending> batch, TimeSpan wait)
    {
        try
        {
            _written(batch, await FinishAsync(batch, isAgain: wait > FirstBackoff));
            return true;
        }
        catch (Exception error) when (error is StoreUnavailableException or StoreBusyException)
        {
            LogBlocked(batch.Count, wait.TotalSeconds, error.Message);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogRefused(batch.Count, error);
            if (batch.Count > 1)
            {
                await WriteSinglyAsync(batch);
                return true;
            }
            batch[0] = batch[0].Unwritable(error);
        }
        return false;
    }

    private async Task<ImmutableArray<OutcomeResult>> FinishAsync(List<Ending> batch, bool isAgain)
    {
        await ReportAsync(batch, isAgain);
        var outcomes = ImmutableArray.CreateBuilder<JobOutcome>(batch.Count);
        foreach (var ending in batch)
        {
            outcomes.Add(ending.Outcome);
        }
        var began = Stopwatch.GetTimestamp();
        var results = await _store.FinishAsync(outcomes.MoveToImmutable(), _giveUp.Token);
        RuntimeMeters.StoreTook("finish", began);
        RuntimeMeters.FinishBatch.Record(results.Length);
        return results;
    }

    /// <summary>
    /// A store that stays full takes no log lines, but it takes outcomes, by which it gets empty: they do not wait.
    /// </summary>
    private async Task ReportAsync(List<Ending> batch, bool isAgain)
    {
        var reports = batch.Where(ending => ending.Report is not null).Select(ending => ending.Report!).ToImmutableArray();
        if (reports.Length == 0)
        {
            return;
        }
        try
        {
            await _store.ReportAsync(reports, _giveUp.Token);
        }
        catch (StoreBusyException busy) when (isAgain)
        {
            LogUnreported(reports.Length, busy.Message);
        }
    }

    /// <summary>Something in the batch cannot be written: find it, so that it does not hold up the others.</summary>
    private async Task WriteSinglyAsync(List<Ending> batch)
    {
        foreach (var ending in batch)
        {
            await WriteAsync([ending]);
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "{Count} outcomes cannot be written now; next try in {Seconds} s: {Reason}")]
    private partial void LogBlocked(int count, double seconds, string reason);

    [LoggerMessage(1102, LogLevel.Error, "A batch of {Count} outcomes was refused by the store")]
    private partial void LogRefused(int count, Exception error);

    [LoggerMessage(1103, LogLevel.Error, "{Count} outcomes were not written before the node stopped; their jobs run again")]
    private partial void LogGivenUp(int count);

    [LoggerMessage(1104, LogLevel.Warning, "Progress and log lines of {Count} jobs that ended were not kept: {Reason}")]
    private partial void LogUnreported(int count, string reason);
}
