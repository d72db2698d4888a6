using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Payloads;
using ActorJobs.Stores;

namespace ActorJobs.Benchmarks.Pieces;

/// <summary>Takes jobs unchecked and keeps none: what is left is the cost of what the gateway does around a client.</summary>
internal sealed class NoClient : IJobClient
{
    private static readonly ImmutableArray<EnqueueResult> Added =
        [.. Enumerable.Repeat(new EnqueueResult(JobId.New(Sample.Now), JobState.Ready, Duplicate: false), Sample.Batch)];

    public JobDefaults Defaults => JobDefaults.Standard;

    public IPayloadProtector Protector => PlainPayloads.Instance;

    public ValueTask<EnqueueResult> EnqueueAsync<TArgs>(
        string type, TArgs args, EnqueueOptions? options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<ImmutableArray<EnqueueResult>> EnqueueManyAsync(
        IReadOnlyList<JobRequest> requests, CancellationToken cancellationToken) =>
        ValueTask.FromResult(requests.Count == Sample.Batch ? Added : Added[..requests.Count]);
}
