using System.Collections.Concurrent;
using System.Collections.Immutable;
using ActorJobs.Handlers;
using ActorJobs.Operations;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Events;
using ActorJobs.Runtime.Observation;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Runtime.Worker;

/// <summary>
/// Runs the jobs of a process: holds what was assigned, runs it in slots, watches over it, and writes what became of
/// it. The actors of the node are thin doors to it.
/// </summary>
internal sealed partial class NodeWorker : IAsyncDisposable
{
    private readonly ConcurrentDictionary<JobId, HeldJob> _held = new();
    private readonly ConcurrentDictionary<JobId, Attempt> _running = new();
    private readonly WorkerSettings _settings;
    private readonly JobCatalog _catalog;
    private readonly ImmutableArray<string> _types;
    private readonly ImmutableArray<TypeLimit> _limits;
    private readonly IServiceScopeFactory _scopes;
    private readonly IPayloadProtector _protector;
    private readonly JobEventHub _events;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SlotPool _slots;
    private readonly OutcomeWriter _outcomes;
    private readonly ReportWriter _reports;
    private readonly Action<Attempt> _noteReport;
    private readonly ITimer _watch;
    private readonly WorkerMeter _meter = new();
    private int _watching;
    private volatile TaskCompletionSource? _idle;

    public NodeWorker(
        NodeId node, WorkerSettings settings, JobCatalog catalog, IServiceScopeFactory scopes, IOutcomeStore store,
        IPayloadProtector protector, JobEventHub events, TimeProvider time, ILogger<NodeWorker> logger)
    {
        Node = node;
        _settings = settings;
        _catalog = catalog;
        _types = settings.Types is { } only ? [.. catalog.Types.Intersect(only)] : catalog.Types;
        _limits = catalog.LimitsOf(_types);
        _scopes = scopes;
        _protector = protector;
        _events = events;
        _time = time;
        _logger = logger;
        _slots = new SlotPool(settings.Slots, settings.Workers, RunAsync);
        _outcomes = new OutcomeWriter(store, settings, time, logger, OnWritten);
        _reports = new ReportWriter(store, events, settings.ReportInterval, time, logger);
        _noteReport = _reports.Note; // one for all attempts, not one for each
        WorkerGauges.Add(this);
        _watch = time.CreateTimer(_ => Watch(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public NodeId Node { get; }

    /// <summary>Its running counts.</summary>
    public WorkerMeter Meter => _meter;

    /// <summary>Told when outcomes are durable.</summary>
    public Action<QueueReaderProtocol.JobsEnded>? Ended { get; set; }

    /// <summary>What the supervisor of the units looks after.</summary>
    public SlotPool Slots => _slots;

    public int HeldCount => _held.Count;

    /// <summary>The jobs it holds that a partition's reader handed out.</summary>
    public IEnumerable<JobId> HeldOf(int partition) =>
        _held.Where(job => job.Value.Partition == partition).Select(job => job.Key);

    /// <summary>
    /// Jobs to hold at a time: the slots, and for short jobs as many more as keep the slots busy during a round trip.
    /// </summary>
    public int Window
    {
        get
        {
            var mean = _meter.MeanMs;
            var usable = _slots.Usable;
            var ahead = double.IsNaN(mean) ? 0
                : Math.Min(_settings.MaxReadAhead, usable * _settings.ReadAhead.TotalMilliseconds / Math.Max(mean, 0.001));
            return usable == 0 ? 0 : usable + (int)ahead;
        }
    }

    public WorkerReport Report()
    {
        var units = _slots.Report();
        var worst = _outcomes.IsBlocked ? WorkerHealth.Degraded : WorkerHealth.Healthy;
        units = [.. units.Select(unit => unit.Health < worst ? unit with { Health = worst } : unit)];
        return new WorkerReport(
            Node, _settings.Priorities, _types, _settings.Slots, _running.Count, _slots.Waiting, _slots.Abandoned,
            WorkerHealths.Of(units.Select(unit => unit.Health)), _meter.Totals)
        {
            Limits = _limits,
            Units = units,
        };
    }

    /// <summary>
    /// Takes claimed jobs; those it holds by this claim already are left alone, and all go back when it is draining.
    /// </summary>
    public void Accept(WorkerProtocol.AssignJobs assignment)
    {
        var now = _time.GetUtcNow();
        var jobs = new List<HeldJob>(assignment.Jobs.Length);
        foreach (var job in assignment.Jobs)
        {
            var held = new HeldJob(assignment.Claim, job, now, assignment.Partition);
            if (_held.TryAdd(job.Id, held) || !TryFollow(held))
            {
                jobs.Add(held);
            }
        }
        Take(jobs);
    }

    private void Take(List<HeldJob> jobs)
    {
        if (!_slots.Add(jobs))
        {
            Return(jobs);
        }
    }

    /// <summary>
    /// A job can be claimed again while an assignment that was thought lost has come late and runs. What runs is stopped,
    /// as its outcome counts no more, and the later claim waits for it. False when there is nothing to wait for: the job is
    /// held by the new claim then.
    /// </summary>
    private bool TryFollow(HeldJob held)
    {
        var id = held.Job.Id;
        while (_held.TryGetValue(id, out var known))
        {
            if (known.Claim.Value >= held.Claim.Value)
            {
                return true;
            }
            if (known.TryFollow(held))
            {
                Cancel(known);
                return true;
            }
            if (_held.TryUpdate(id, held, known))
            {
                return false; // it has just ended
            }
        }
        return !_held.TryAdd(id, held) && TryFollow(held);
    }

    /// <summary>Fires the job's token, or drops it if it waits; false when it is not here.</summary>
    public bool Cancel(JobId id)
    {
        if (!_held.TryGetValue(id, out var held))
        {
            return false;
        }
        Cancel(held);
        return true;
    }

    /// <summary>
    /// Starts no further job, waits for the running ones, then fires their tokens, and returns what did not finish to
    /// the queue with its attempt unused.
    /// </summary>
    public async Task DrainAsync(TimeSpan timeout)
    {
        Return(_slots.Close());
        LogDraining(_running.Count, timeout.TotalSeconds);
        if (!await IdleAsync(timeout))
        {
            foreach (var attempt in _running.Values)
            {
                attempt.Stop(StopReason.Shutdown);
            }
            await IdleAsync(_settings.CancellationGrace);
            foreach (var attempt in _running.Values)
            {
                Abandon(attempt);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        WorkerGauges.Remove(this);
        await _watch.DisposeAsync();
        using var deadline = new CancellationTokenSource(_settings.MaxStoreBackoff, _time);
        await _outcomes.StopAsync(deadline.Token);
        await _reports.DisposeAsync();
    }

    private static void Cancel(HeldJob held)
    {
        held.CancelRequested = true;
        held.Attempt?.Stop(StopReason.Cancelled);
    }

    private async Task<bool> RunAsync(HeldJob held)
    {
        if (held.CancelRequested)
        {
            Return([held]);
            return true;
        }
        using var span = JobSpans.Run(held.Job, Node, _settings.RunsAreChildren);
        using var scope = _settings.LogScopes
            ? _logger.BeginScope(new JobScope(
                held.Job.Id.ToString(), held.Job.Lane.Type, held.Job.NextAttempt, Node.Address))
            : null;
        held.Run = span?.Context ?? default;
        var attempt = new Attempt(held, _settings.JobDefaults, _protector, _time, _noteReport);
        RuntimeMeters.Started(held.Job, attempt.StartedAt);
        held.Attempt = attempt;
        _running[attempt.Id] = attempt;
        KeepWatch();
        if (held.CancelRequested)
        {
            attempt.Stop(StopReason.Cancelled);
        }
        Show(held, JobState.Running, attempt.StartedAt);
        var error = await TryAsync(attempt);
        if (!attempt.TryEnd())
        {
            LogCameBack(attempt.Type, attempt.Id.ToString());
            return false;
        }
        JobSpans.Ended(span, End(attempt, error));
        attempt.Dispose();
        return true;
    }

    private async Task<Exception?> TryAsync(Attempt attempt)
    {
        try
        {
            var job = _catalog.Find(attempt.Type) ?? throw new UnknownJobTypeException(attempt.Type);
            var payload = attempt.OpenPayload();
            await using var scope = _scopes.CreateAsyncScope();
            await (_catalog.Middleware.IsEmpty
                ? job.RunAsync(scope.ServiceProvider, payload, attempt, attempt.Token)
                : JobMiddleware.RunAsync(
                    _catalog.Middleware, job, scope.ServiceProvider, payload, attempt, attempt.Token));
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    private JobOutcome End(Attempt attempt, Exception? error)
    {
        var outcome = AttemptOutcome.Of(attempt, error, Node.Address, _time.GetUtcNow(), SettingsOf(attempt.Type));
        var duration = _time.GetElapsedTime(attempt.Begun);
        var failed = outcome is JobOutcome.RetryAt or JobOutcome.Failed;
        _meter.Ended(duration, outcome is JobOutcome.Succeeded or JobOutcome.Confirmed, failed);
        if (failed)
        {
            _meter.Failed(forGood: outcome is JobOutcome.Failed);
        }
        RuntimeMeters.Ended(attempt.Type, outcome, duration);
        LogOutcome(attempt, outcome, error);
        _running.TryRemove(attempt.Id, out _);
        _outcomes.Post(new Ending(attempt.Held, outcome, attempt.TakeReport()));
        if (_running.IsEmpty)
        {
            _idle?.TrySetResult();
        }
        return outcome;
    }

    /// <summary>The settings, with the back-off that the type asks for.</summary>
    private WorkerSettings SettingsOf(string type) =>
        _catalog.Find(type)?.Options.Retry is { } retry ? _settings with { Retry = retry } : _settings;

    private void Return(List<HeldJob> jobs)
    {
        foreach (var held in jobs)
        {
            _outcomes.Post(new Ending(held, AttemptOutcome.Unstarted(held, _time.GetUtcNow()), null));
        }
    }

    /// <summary>The watch ticks only while something runs: an idle node wakes for nothing.</summary>
    private void KeepWatch()
    {
        if (Interlocked.Exchange(ref _watching, 1) == 0)
        {
            _watch.Change(_settings.WatchInterval, _settings.WatchInterval);
        }
    }

    private void ReturnOverdue()
    {
        var overdue = _slots.TakeOlder(_time.GetUtcNow() - _settings.MaxWait);
        if (overdue.Count > 0)
        {
            _meter.Waited(_settings.MaxWait);
            Return(overdue);
        }
    }

    private void Watch()
    {
        ReturnOverdue();
        if (_running.IsEmpty)
        {
            _watch.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Volatile.Write(ref _watching, 0);
            if (!_running.IsEmpty)
            {
                KeepWatch(); // one started between the look and the mark
            }
            return;
        }
        foreach (var attempt in _running.Values)
        {
            if (attempt.StopReason != StopReason.None)
            {
                if (attempt.StopReason != StopReason.Shutdown
                    && _time.GetElapsedTime(attempt.StoppedAt) > _settings.CancellationGrace)
                {
                    Abandon(attempt);
                }
            }
            else if (_time.GetElapsedTime(attempt.Begun) > attempt.Held.Job.Timeout)
            {
                attempt.Stop(StopReason.TimedOut);
            }
            else if (_time.GetElapsedTime(attempt.LastSign) > _settings.StuckAfter)
            {
                attempt.Stop(StopReason.Stuck);
            }
        }
    }

    private void Abandon(Attempt attempt)
    {
        if (attempt.TryEnd(abandon: true))
        {
            LogAbandoned(attempt.Type, attempt.Id.ToString(), _settings.CancellationGrace.TotalSeconds);
            _slots.Abandon(attempt.Held);
            _ = End(attempt, new TimeoutException("The handler did not return after its token had fired."));
        }
    }

    private async Task<bool> IdleAsync(TimeSpan timeout)
    {
        _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_running.IsEmpty)
        {
            return true;
        }
        try
        {
            await _idle.Task.WaitAsync(timeout, _time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
