using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Handlers;
using ActorJobs.Payloads;

namespace ActorJobs.Stores.PostgresTests;

/// <summary>Knows the defaults and nothing else: a transaction needs no more of a client.</summary>
internal sealed class DefaultsOnly : IJobClient
{
    public JobDefaults Defaults => new(7, TimeSpan.FromSeconds(90), 1000);

    public IPayloadProtector Protector => PlainPayloads.Instance;

    public ValueTask<EnqueueResult> EnqueueAsync<TArgs>(
        string type, TArgs args, EnqueueOptions? options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<ImmutableArray<EnqueueResult>> EnqueueManyAsync(
        IReadOnlyList<JobRequest> requests, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>The context of an attempt that hands over this completion.</summary>
internal sealed class HandingOver(JobOutcome.Succeeded completion) : IJobContext
{
    public JobId Id => completion.Job.Id;

    public string Type => throw new NotSupportedException();

    public int Attempt => completion.Job.Attempt;

    public int MaxRetries => throw new NotSupportedException();

    public bool IsLastAttempt => throw new NotSupportedException();

    public Priority Priority => throw new NotSupportedException();

    public ImmutableArray<string> Tags => throw new NotSupportedException();

    public JobId? Parent => throw new NotSupportedException();

    public DateTimeOffset CreatedAt => throw new NotSupportedException();

    public void ReportProgress(double fraction, string? message) => throw new NotSupportedException();

    public void Log(string line) => throw new NotSupportedException();

    public void KeepAlive() => throw new NotSupportedException();

    public void SetResult<TResult>(TResult result) => throw new NotSupportedException();

    public JobId Enqueue<TArgs>(string type, TArgs args, EnqueueOptions? options) => throw new NotSupportedException();

    public JobOutcome.Succeeded HandOverCompletion() => completion;
}
