using System.Collections.Immutable;
using System.Text.Json;
using ActorJobs.Client;
using ActorJobs.Handlers;
using ActorJobs.Json;
using ActorJobs.Operations;
using ActorJobs.Payloads;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.Worker;

/// <summary>One run of a handler: its context, its token, and who may end it.</summary>
internal sealed class Attempt : IJobContext, IDisposable
{
    private const int Running = 0;
    private const int Ended = 1;

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock;
    private readonly ReadyJob _job;
    private readonly JobDefaults _defaults;
    private readonly IPayloadProtector _protector;
    private readonly TimeProvider _time;
    private readonly Action<Attempt> _reported;
    private List<NewJob>? _children;
    private List<JobLogLine>? _lines;
    private JobProgress? _progress;
    private long _lastSign;
    private int _phase = Running;
    private bool _handedOver;
    private bool _encrypted;

    public Attempt(HeldJob held, JobDefaults defaults, IPayloadProtector protector, TimeProvider time,
        Action<Attempt> reported)
    {
        Held = held;
        _lock = held.Lock;
        _job = held.Job;
        _defaults = defaults;
        _protector = protector;
        _time = time;
        _reported = reported;
        StartedAt = time.GetUtcNow();
        _lastSign = time.GetTimestamp();
        Begun = _lastSign;
    }

    public HeldJob Held { get; }

    public DateTimeOffset StartedAt { get; }

    /// <summary>Start on the monotonic clock.</summary>
    public long Begun { get; }

    public StopReason StopReason { get; private set; }

    /// <summary>When the token fired, on the monotonic clock.</summary>
    public long StoppedAt { get; private set; }

    /// <summary>True when the slot was given up while the handler still ran.</summary>
    public bool Abandoned { get; private set; }

    /// <summary>True when the handler's own transaction completes the job.</summary>
    public bool HandedOver
    {
        get
        {
            lock (_lock)
            {
                return _handedOver;
            }
        }
    }

    public CancellationToken Token => _stop.Token;

    public ReadOnlyMemory<byte> Result { get; private set; }

    public JobId Id => _job.Id;

    public string Type => _job.Lane.Type;

    int IJobContext.Attempt => _job.NextAttempt;

    public int MaxRetries => _job.MaxRetries;

    public bool IsLastAttempt => _job.IsLastAttempt;

    public Priority Priority => _job.Lane.Priority;

    public ImmutableArray<string> Tags => _job.Tags;

    public JobId? Parent => _job.Parent;

    public DateTimeOffset CreatedAt => _job.CreatedAt;

    public long LastSign => Volatile.Read(ref _lastSign);

    public ImmutableArray<NewJob> Children
    {
        get
        {
            lock (_lock)
            {
                return _children is null ? [] : [.. _children];
            }
        }
    }

    /// <summary>True for the first caller only: the handler's return or the watch that gives it up.</summary>
    public bool TryEnd(bool abandon = false)
    {
        if (Interlocked.CompareExchange(ref _phase, Ended, Running) != Running)
        {
            return false;
        }
        Abandoned = abandon;
        return true;
    }

    /// <summary>Fires the token; the first reason stays.</summary>
    public void Stop(StopReason reason)
    {
        lock (_lock)
        {
            if (StopReason != StopReason.None || _phase == Ended)
            {
                return;
            }
            StopReason = reason;
            StoppedAt = _time.GetTimestamp();
        }
        // Off this thread: callbacks registered by handlers may do anything.
        _ = Task.Run(_stop.Cancel);
    }

    public void ReportProgress(double fraction, string? message = null)
    {
        var progress = new JobProgress(
            double.IsNaN(fraction) ? 0 : Math.Clamp(fraction, 0, 1), Cut(message), _time.GetUtcNow());
        lock (_lock)
        {
            _progress = progress;
        }
        Reported();
    }

    public void Log(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var entry = new JobLogLine(_job.NextAttempt, _time.GetUtcNow(), Cut(line)!);
        lock (_lock)
        {
            _lines ??= [];
            if (_lines.Count == JobLimits.MaxLogLines)
            {
                _lines.RemoveAt(0);
            }
            _lines.Add(entry);
        }
        Reported();
    }

    /// <summary>
    /// The payload in plain, for the handler. If the store holds it encrypted, so will it hold the result.
    /// </summary>
    /// <exception cref="JobErrorException">It cannot be opened.</exception>
    public ReadOnlyMemory<byte> OpenPayload()
    {
        var plain = _protector.Unprotect(Id, Type, PayloadPart.Arguments, _job.Payload);
        _encrypted = !plain.Equals(_job.Payload);
        return plain;
    }

    public void KeepAlive() => Volatile.Write(ref _lastSign, _time.GetTimestamp());

    public void SetResult<TResult>(TResult result)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(result, JobJson.Options);
        if (json.Length > JobLimits.MaxResultBytes)
        {
            throw new ArgumentException(
                $"The result has {json.Length} bytes of JSON but may have at most {JobLimits.MaxResultBytes}; " +
                "keep large results elsewhere and set a reference.", nameof(result));
        }
        Result = _encrypted ? _protector.Protect(Id, Type, PayloadPart.Result, json) : json;
    }

    public JobId Enqueue<TArgs>(string type, TArgs args, EnqueueOptions? options = null)
    {
        var child = _protector.Protect(
            JobAdmission.Admit(JobRequest.For(type, args, options), _defaults, _time.GetUtcNow(), Id)
                with { Trace = JobTrace.Current });
        lock (_lock)
        {
            _children ??= [];
            if (_children.Count == JobLimits.MaxChildren)
            {
                throw new InvalidJobException(
                    [$"A handler may enqueue at most {JobLimits.MaxChildren} jobs; enqueue one that enqueues the rest."]);
            }
            _children.Add(child);
        }
        return child.Id;
    }

    public JobOutcome.Succeeded HandOverCompletion()
    {
        lock (_lock)
        {
            if (_handedOver || _phase == Ended)
            {
                throw new InvalidOperationException(_handedOver
                    ? "This attempt's completion was handed over before; complete a job once."
                    : "The attempt has ended; its job can no longer be completed by it.");
            }
            _handedOver = true;
        }
        return new JobOutcome.Succeeded(Held.Claim, Held.Claimed, StartedAt, _time.GetUtcNow(), Result, Children);
    }

    /// <summary>Takes what was reported since the last call; null when nothing was.</summary>
    public JobReport? TakeReport()
    {
        lock (_lock)
        {
            if (_progress is null && _lines is null)
            {
                return null;
            }
            var report = new JobReport(Id, _progress, _lines is null ? [] : [.. _lines]);
            _progress = null;
            _lines = null;
            return report;
        }
    }

    public void Dispose() => _stop.Dispose();

    private static string? Cut(string? text) =>
        text?.Length > JobLimits.MaxLogLineLength ? text[..JobLimits.MaxLogLineLength] : text;

    private void Reported()
    {
        KeepAlive();
        _reported(this);
    }
}
