using System.Collections.Immutable;
using ActorJobs.Stores.Sqlite.Operations;
using ActorJobs.Stores.Sqlite.Reading;
using ActorJobs.Stores.Sqlite.Tables;
using ActorJobs.Stores.Sqlite.Writing;

namespace ActorJobs.Stores.Sqlite;

// The path of a job: in, claimed, finished.
public sealed partial class SqliteJobStore
{
    private const int BytesPerJob = 200;

    /// <inheritdoc />
    public Task<ImmutableArray<EnqueueResult>> EnqueueAsync(
        IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        var bytes = 0L;
        for (var i = 0; i < jobs.Count; i++)
        {
            bytes += jobs[i].Payload.Length + BytesPerJob;
        }
        return WriteAsync(WriteKind.AddsJobs, jobs.Count, bytes, jobs, Enqueuing.Run, cancellationToken);
    }

    /// <inheritdoc />
    public Task<ReaderEpoch> OpenEpochAsync(Partition partition, CancellationToken cancellationToken) =>
        WriteAsync(WriteKind.Durable, 1, 0, partition, static (tables, opening) =>
            tables.Epochs.Open(opening, tables.Sequences.NextEpoch()), cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<Lane>> GetLanesAsync(CancellationToken cancellationToken) =>
        ReadAsync(0, static (db, _) => Counting.Lanes(db), cancellationToken);

    /// <inheritdoc />
    public Task<LanePage> ReadLaneAsync(
        Lane lane, Partition partition, LaneCursor after, int maxCount, int maxBytes, CancellationToken cancellationToken) =>
        ReadAsync((lane, partition, after, maxCount, maxBytes), LaneReading.Read, cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<ReadyJob>> ReadKeyAsync(
        Lane lane, string concurrencyKey, int maxCount, CancellationToken cancellationToken) =>
        ReadAsync((lane, concurrencyKey, maxCount), LaneReading.ReadKey, cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<Claim>> ClaimAsync(
        ReaderEpoch epoch, ImmutableArray<ClaimRequest> requests, CancellationToken cancellationToken) =>
        WriteAsync(WriteKind.Relaxed, requests.Sum(request => request.Jobs.Length), 0, (epoch, requests), Claiming.Run,
            cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<Claim>> GetClaimsAsync(CancellationToken cancellationToken) =>
        ReadAsync(0, static (db, _) => ClaimRows.ReadAll(db), cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<StandingJob>> GetStandingJobsAsync(Partition partition, CancellationToken cancellationToken) =>
        ReadAsync(partition, LaneReading.ReadStanding, cancellationToken);

    /// <inheritdoc />
    public Task<RecoveryResult> RecoverNodeAsync(
        ReaderEpoch epoch, NodeId node, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(WriteKind.Durable, 1, 0, (epoch, node, now), Recovering.Run, cancellationToken);

    /// <inheritdoc />
    public Task<PromotionResult> PromoteDueAsync(
        DateTimeOffset now, int maxCount, CancellationToken cancellationToken) =>
        WriteAsync(WriteKind.Durable, maxCount, 0, (now, maxCount), Promoting.Run, cancellationToken);

    /// <summary>Never calls: a process holds its file alone, so nobody else enqueues.</summary>
    public Task WatchAsync(Action noted, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellationToken.Register(cancelled.SetResult);
        return cancelled.Task;
    }

    /// <inheritdoc />
    public Task<ImmutableArray<OutcomeResult>> FinishAsync(
        ImmutableArray<JobOutcome> outcomes, CancellationToken cancellationToken) =>
        WriteAsync(WriteKind.Durable, outcomes.Length, outcomes.Sum(BytesOf), outcomes, Finishing.Run, cancellationToken);

    /// <inheritdoc />
    public Task ReportAsync(ImmutableArray<JobReport> reports, CancellationToken cancellationToken) =>
        WriteAsync(WriteKind.Relaxed, reports.Length, 0, reports, Reporting.Run, cancellationToken);

    /// <inheritdoc />
    public Task<bool> TakeLeaseAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return WriteAsync(WriteKind.Durable, 1, 0, (name, owner, (now, now + duration)), static (tables, lease) =>
            LeaseRows.Take(tables.Db, lease.name, lease.owner, lease.Item3), cancellationToken);
    }

    /// <inheritdoc />
    public Task<string?> GetLeaseOwnerAsync(string name, CancellationToken cancellationToken) =>
        ReadAsync((name, time.GetUtcNow()), static (db, lease) => LeaseRows.Owner(db, lease.name, lease.Item2), cancellationToken);

    /// <inheritdoc />
    public Task<bool> ReleaseLeaseAsync(string name, string owner, CancellationToken cancellationToken) =>
        WriteAsync(WriteKind.Durable, 1, 0, (name, owner), static (tables, lease) =>
            LeaseRows.Release(tables.Db, lease.name, lease.owner), cancellationToken);

    private static long BytesOf(JobOutcome outcome) => outcome is JobOutcome.Succeeded succeeded
        ? BytesPerJob + succeeded.Result.Length + BytesOf(succeeded.Children)
        : BytesPerJob;

    private static long BytesOf(ImmutableArray<NewJob> children) =>
        children.IsDefaultOrEmpty ? 0 : children.Sum(child => child.Payload.Length + (long)BytesPerJob);
}
