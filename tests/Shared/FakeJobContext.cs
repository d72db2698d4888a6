using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ActorJobs.Client;
using ActorJobs.Handlers;
using ActorJobs.Json;
using ActorJobs.Stores;

namespace ActorJobs.Tests.Shared;

/// <summary>A job context that remembers what a handler says, and signals that it spoke.</summary>
internal sealed class FakeJobContext : IJobContext
{
    private readonly TaskCompletionSource _alive = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JobId Id { get; } = JobId.New(DateTimeOffset.UnixEpoch);

    public string Type { get; init; } = "test";

    public int Attempt { get; init; } = 1;

    public int MaxRetries { get; init; } = 3;

    public bool IsLastAttempt => Attempt > MaxRetries;

    public Priority Priority => Priority.Normal;

    public ImmutableArray<string> Tags => [];

    public JobId? Parent => null;

    public DateTimeOffset CreatedAt => DateTimeOffset.UnixEpoch;

    /// <summary>Completes at the first sign of life.</summary>
    public Task Alive => _alive.Task;

    public ConcurrentQueue<(double Fraction, string? Message)> Progress { get; } = new();

    public ConcurrentQueue<string> Lines { get; } = new();

    public ConcurrentQueue<JobRequest> Children { get; } = new();

    /// <summary>The result as JSON text; null when none was set.</summary>
    public string? ResultJson { get; private set; }

    /// <summary>Called at each report of progress.</summary>
    public Action<double>? OnProgress { get; init; }

    public JsonElement Result => JsonDocument.Parse(ResultJson ?? throw new InvalidOperationException("No result.")).RootElement;

    public void ReportProgress(double fraction, string? message = null)
    {
        Progress.Enqueue((fraction, message));
        _alive.TrySetResult();
        OnProgress?.Invoke(fraction);
    }

    public void Log(string line)
    {
        Lines.Enqueue(line);
        _alive.TrySetResult();
    }

    public void KeepAlive() => _alive.TrySetResult();

    public void SetResult<TResult>(TResult result)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(result, JobJson.Options);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(json.Length, JobLimits.MaxResultBytes);
        ResultJson = Encoding.UTF8.GetString(json);
    }

    public JobId Enqueue<TArgs>(string type, TArgs args, EnqueueOptions? options = null)
    {
        var request = JobRequest.For(type, args, options);
        Children.Enqueue(request);
        return JobAdmission.Admit(request, JobDefaults.Standard, CreatedAt, Id).Id;
    }

    public JobOutcome.Succeeded HandOverCompletion() => throw new NotSupportedException("No test completes by itself.");
}
