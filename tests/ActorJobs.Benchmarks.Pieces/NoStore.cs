using System.Collections.Immutable;
using ActorJobs.Stores;

namespace ActorJobs.Benchmarks.Pieces;

/// <summary>Takes jobs and outcomes at once, and keeps none: what is left is the cost of the pieces around a store.</summary>
internal sealed class NoStore : IEnqueueStore, IOutcomeStore
{
    private static readonly ImmutableArray<EnqueueResult> Added =
        [.. Enumerable.Repeat(new EnqueueResult(JobId.New(Sample.Now), JobState.Ready, Duplicate: false), Sample.Batch)];

    private static readonly ImmutableArray<OutcomeResult> Recorded = [.. Enumerable.Repeat(OutcomeResult.Recorded, Sample.Batch)];

    private static readonly Task<ImmutableArray<EnqueueResult>> AddedBatch = Task.FromResult(Added);
    private static readonly Task<ImmutableArray<EnqueueResult>> AddedOne = Task.FromResult(Added[..1]);

    public Task<ImmutableArray<EnqueueResult>> EnqueueAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken) =>
        jobs.Count == 1 ? AddedOne : AddedBatch;

    public Task<ImmutableArray<OutcomeResult>> FinishAsync(
        ImmutableArray<JobOutcome> outcomes, CancellationToken cancellationToken) => Task.FromResult(Recorded[..outcomes.Length]);

    public Task ReportAsync(ImmutableArray<JobReport> reports, CancellationToken cancellationToken) => Task.CompletedTask;
}
