using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Operations;
using ActorJobs.Stores.Postgres.Reading;
using ActorJobs.Stores.Postgres.Writing;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Stores.Postgres;

// The path of a job: in, claimed, finished.
public sealed partial class PostgresJobStore
{
    private EnqueueWriter Enqueues => _enqueues ?? throw NotOpen();

    /// <inheritdoc />
    public Task<ImmutableArray<EnqueueResult>> EnqueueAsync(
        IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken) => Enqueues.EnqueueAsync(jobs, cancellationToken);

    /// <inheritdoc />
    public Task<ReaderEpoch> OpenEpochAsync(Partition partition, CancellationToken cancellationToken) =>
        Connections.UseAsync(
            (connection, cancelled) => Fencing.OpenEpochAsync(connection, partition, cancelled), cancellationToken);

    /// <inheritdoc />
    public Task<LanePage> ReadLaneAsync(
        Lane lane, Partition partition, LaneCursor after, int maxCount, int maxBytes, CancellationToken cancellationToken) =>
        Connections.UseAsync(
            (connection, cancelled) => LaneReading.ReadAsync(
                connection, (lane, partition, after, maxCount, maxBytes), cancelled),
            cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<ReadyJob>> ReadKeyAsync(
        Lane lane, string concurrencyKey, int maxCount, CancellationToken cancellationToken) =>
        Connections.UseAsync(
            (connection, cancelled) => LaneReading.ReadKeyAsync(connection, lane, concurrencyKey, maxCount, cancelled),
            cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<Claim>> ClaimAsync(
        ReaderEpoch epoch, ImmutableArray<ClaimRequest> requests, CancellationToken cancellationToken) =>
        CountedAsync(Connections.UseAsync(
            (connection, cancelled) => Claiming.RunAsync(connection, epoch, requests, cancelled), cancellationToken));

    /// <inheritdoc />
    public Task<RecoveryResult> RecoverNodeAsync(
        ReaderEpoch epoch, NodeId node, DateTimeOffset now, CancellationToken cancellationToken) =>
        Connections.InTransactionAsync(
            (connection, cancelled) => Recovering.RunInTransactionAsync(connection, epoch, node, now, cancelled),
            cancellationToken);

    /// <inheritdoc />
    public Task<PromotionResult> PromoteDueAsync(DateTimeOffset now, int maxCount, CancellationToken cancellationToken) =>
        Connections.UseAsync(
            (connection, cancelled) => Promoting.RunAsync(connection, now, maxCount, cancelled), cancellationToken);

    /// <inheritdoc />
    public Task WatchAsync(Action noted, CancellationToken cancellationToken) =>
        Watch.RunAsync(Connections, noted, fault => LogUnwatched(Connections.Server, fault.Message), time, cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<OutcomeResult>> FinishAsync(
        ImmutableArray<JobOutcome> outcomes, CancellationToken cancellationToken) =>
        CountedAsync(Finishing.RunAsync(Connections, Lanes, outcomes, cancellationToken));

    /// <inheritdoc />
    public Task<bool> TakeLeaseAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken) =>
        Connections.UseAsync(
            (connection, cancelled) => Leasing.TakeAsync(connection, name, owner, duration, cancelled), cancellationToken);

    /// <inheritdoc />
    public Task<string?> GetLeaseOwnerAsync(string name, CancellationToken cancellationToken) =>
        Connections.UseAsync(
            (connection, cancelled) => Leasing.OwnerAsync(connection, name, cancelled), cancellationToken);

    /// <inheritdoc />
    public Task<bool> ReleaseLeaseAsync(string name, string owner, CancellationToken cancellationToken) =>
        Connections.UseAsync(
            (connection, cancelled) => Leasing.ReleaseAsync(connection, name, owner, cancelled), cancellationToken);

    private async Task<T> CountedAsync<T>(Task<T> change)
    {
        var result = await change;
        _folding!.Note();
        return result;
    }

    [LoggerMessage(2203, LogLevel.Warning,
        "Nobody listens for jobs enqueued past the cluster on {Server} ({Reason}); they are found by the slow poll meanwhile.")]
    private partial void LogUnwatched(string server, string reason);
}
