using System.Collections.Immutable;
using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Operations;
using ActorJobs.Stores.Redis.Reading;

namespace ActorJobs.Stores.Redis;

// The path of a job: in, claimed, finished.
public sealed partial class RedisJobStore
{
    /// <summary>
    /// Adds jobs; concurrent calls share scripts. A call with more than 500 jobs is sent in several scripts, in order:
    /// when one fails, those before it have added their jobs, and repeating the call adds the rest.
    /// </summary>
    /// <exception cref="StoreBusyException">Too many writes wait, or the server's memory is full; nothing was
    /// added.</exception>
    public Task<ImmutableArray<EnqueueResult>> EnqueueAsync(
        IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken) => Open.Enqueuing.RunAsync(jobs, cancellationToken);

    /// <inheritdoc />
    public Task<ReaderEpoch> OpenEpochAsync(Partition partition, CancellationToken cancellationToken) =>
        Fencing.OpenAsync(Open.Link, partition, cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<Lane>> GetLanesAsync(CancellationToken cancellationToken) =>
        Counting.LanesAsync(Open.Link, cancellationToken);

    /// <inheritdoc />
    public Task<LanePage> ReadLaneAsync(
        Lane lane, Partition partition, LaneCursor after, int maxCount, int maxBytes, CancellationToken cancellationToken) =>
        LaneReading.ReadAsync(Open.Link, (lane, partition, after, maxCount, maxBytes), cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<ReadyJob>> ReadKeyAsync(
        Lane lane, string concurrencyKey, int maxCount, CancellationToken cancellationToken) =>
        LaneReading.ReadKeyAsync(Open.Link, (lane, concurrencyKey, maxCount), cancellationToken);

    /// <inheritdoc />
    /// <remarks>
    /// More than a thousand jobs are claimed in several scripts, each atomic, in order; a request is never cut.
    /// </remarks>
    public Task<ImmutableArray<Claim>> ClaimAsync(
        ReaderEpoch epoch, ImmutableArray<ClaimRequest> requests, CancellationToken cancellationToken) =>
        Claiming.RunAsync(Open.Link, epoch, requests, cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<Claim>> GetClaimsAsync(CancellationToken cancellationToken) =>
        Open.Claims.ReadAllAsync(cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<StandingJob>> GetStandingJobsAsync(Partition partition, CancellationToken cancellationToken) =>
        Open.Claims.ReadJobsAsync(partition, cancellationToken);

    /// <inheritdoc />
    public Task<RecoveryResult> RecoverNodeAsync(
        ReaderEpoch epoch, NodeId node, DateTimeOffset now, CancellationToken cancellationToken) =>
        Recovering.RunAsync(Open.Link, options, (epoch, node, now), cancellationToken);

    /// <inheritdoc />
    public Task<PromotionResult> PromoteDueAsync(
        DateTimeOffset now, int maxCount, CancellationToken cancellationToken) =>
        Promoting.RunAsync(Open.Link, now, maxCount, cancellationToken);

    /// <inheritdoc />
    public async Task<bool> TakeLeaseAsync(
        string name, string owner, TimeSpan duration, CancellationToken cancellationToken) =>
        (await Open.Link.RunAsync(
            Script.Lease, [name, owner, Math.Max(1, (long)duration.TotalMilliseconds)], cancellationToken)).Number() == 1;

    /// <inheritdoc />
    public async Task<string?> GetLeaseOwnerAsync(string name, CancellationToken cancellationToken)
    {
        var link = Open.Link;
        return await link.ReadAsync(db => db.StringGetAsync(link.Key("lease:" + name)), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<bool> ReleaseLeaseAsync(string name, string owner, CancellationToken cancellationToken) =>
        (await Open.Link.RunAsync(Script.Lease, [name, owner, 0], cancellationToken)).Number() == 1;

    /// <summary>Never calls: nobody enqueues past the cluster on Redis.</summary>
    public async Task WatchAsync(Action noted, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(cancelled.SetResult);
        await cancelled.Task;
    }

    /// <inheritdoc />
    /// <remarks>
    /// More than 250 outcomes, 500 jobs with children or 1 MiB are recorded in several scripts, each atomic, in order;
    /// an outcome is never parted from its children.
    /// </remarks>
    public Task<ImmutableArray<OutcomeResult>> FinishAsync(
        ImmutableArray<JobOutcome> outcomes, CancellationToken cancellationToken) =>
        Finishing.RunAsync(Open.Link, options.SucceededCount, outcomes, cancellationToken);

    /// <inheritdoc />
    public Task ReportAsync(ImmutableArray<JobReport> reports, CancellationToken cancellationToken) =>
        Reporting.RunAsync(Open.Link, reports, cancellationToken);
}
