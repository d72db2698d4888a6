using System.Collections.Concurrent;
using System.Collections.Immutable;
using ActorJobs.Operations;
using ActorJobs.Runtime.Events;
using ActorJobs.Stores;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Runtime.Worker;

/// <summary>
/// Writes progress and log lines of running jobs, gathered over a short interval, and shows them to watchers.
/// </summary>
internal sealed partial class ReportWriter : IAsyncDisposable
{
    private readonly ConcurrentDictionary<JobId, Attempt> _dirty = new();
    private readonly IOutcomeStore _store;
    private readonly JobEventHub _events;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly TimeSpan _interval;
    private int _armed;

    public ReportWriter(IOutcomeStore store, JobEventHub events, TimeSpan interval, TimeProvider time, ILogger logger)
    {
        _store = store;
        _events = events;
        _logger = logger;
        _interval = interval;
        _timer = time.CreateTimer(_ => _ = FlushAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Note(Attempt attempt)
    {
        _dirty[attempt.Id] = attempt;
        if (Interlocked.Exchange(ref _armed, 1) == 0)
        {
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private async Task FlushAsync()
    {
        Interlocked.Exchange(ref _armed, 0);
        var reports = ImmutableArray.CreateBuilder<JobReport>();
        foreach (var id in _dirty.Keys)
        {
            if (_dirty.TryRemove(id, out var attempt) && attempt.TakeReport() is { } report)
            {
                reports.Add(report);
            }
        }
        if (reports.Count == 0)
        {
            return;
        }
        if (_events.IsWatched)
        {
            _events.Publish([.. reports.Where(report => report.Progress is not null)
                .Select(report => new JobEvent.ProgressReported(report.Id, report.Progress!))]);
        }
        try
        {
            await _store.ReportAsync(reports.ToImmutable(), CancellationToken.None);
        }
        catch (ActorJobsException error)
        {
            LogDropped(reports.Count, error.Message); // progress is a courtesy; the outcome will come
        }
    }

    [LoggerMessage(1111, LogLevel.Warning, "Progress and log lines of {Count} jobs were not kept: {Reason}")]
    private partial void LogDropped(int count, string reason);
}
