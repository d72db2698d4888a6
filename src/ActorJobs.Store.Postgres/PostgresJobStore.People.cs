using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Operations;
using ActorJobs.Stores.Postgres.Reading;

namespace ActorJobs.Stores.Postgres;

// What people look at and change.
public sealed partial class PostgresJobStore
{
    /// <inheritdoc />
    public Task<JobSnapshot?> GetAsync(JobId id, CancellationToken cancellationToken) =>
        Connections.UseAsync((connection, cancelled) => JobReading.GetAsync(connection, id, cancelled), cancellationToken);

    /// <inheritdoc />
    public Task<JobPage> ListAsync(JobFilter filter, JobId? before, int limit, CancellationToken cancellationToken) =>
        Connections.UseAsync(
            (connection, cancelled) => JobReading.ListAsync(connection, filter, before, limit, cancelled), cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<FailureGroup>> GetFailuresAsync(CancellationToken cancellationToken) =>
        Connections.UseAsync(FailureReading.ReadAsync, cancellationToken);

    /// <inheritdoc />
    public Task<StoreCounts> CountAsync(CancellationToken cancellationToken) =>
        Connections.UseAsync(Counting.CountAsync, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlySet<JobId>> GetLiveAsync(IReadOnlyCollection<JobId> ids, CancellationToken cancellationToken) =>
        Connections.UseAsync((connection, cancelled) => JobReading.LiveAsync(connection, ids, cancelled), cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<Lane>> GetLanesAsync(CancellationToken cancellationToken) =>
        Connections.UseAsync(Counting.LanesAsync, cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<Claim>> GetClaimsAsync(CancellationToken cancellationToken) =>
        Connections.UseAsync(ClaimReading.ReadAsync, cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<StandingJob>> GetStandingJobsAsync(Partition partition, CancellationToken cancellationToken) =>
        Connections.UseAsync(
            (connection, cancelled) => ClaimReading.ReadStandingAsync(connection, partition, cancelled), cancellationToken);

    /// <inheritdoc />
    public Task<ChangeResult> CancelAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(BulkChange.Cancel, id, now, cancellationToken);

    /// <inheritdoc />
    public Task<ChangeResult> RetryAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(BulkChange.Retry, id, now, cancellationToken);

    /// <inheritdoc />
    public Task<ChangeResult> DeleteAsync(JobId id, CancellationToken cancellationToken) =>
        ChangeAsync(BulkChange.Delete, id, time.GetUtcNow(), cancellationToken);

    /// <inheritdoc />
    public Task<BulkResult> ChangeManyAsync(
        BulkChange change, JobFilter filter, DateTimeOffset now, int maxCount, CancellationToken cancellationToken) =>
        Connections.InTransactionAsync(
            (connection, cancelled) =>
                BulkChanging.RunInTransactionAsync(connection, change, filter, now, maxCount, cancelled),
            cancellationToken);

    /// <inheritdoc />
    public Task PauseAsync(Pause pause, CancellationToken cancellationToken) => Connections.UseAsync(
        (connection, cancelled) => Pausing.RunAsync(connection, "pause_add", pause, cancelled), cancellationToken);

    /// <inheritdoc />
    public Task<bool> ResumeAsync(Pause pause, CancellationToken cancellationToken) => Connections.UseAsync(
        (connection, cancelled) => Pausing.RunAsync(connection, "pause_remove", pause, cancelled), cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<Pause>> GetPausesAsync(CancellationToken cancellationToken) =>
        Connections.UseAsync(Pausing.ReadAsync, cancellationToken);

    /// <inheritdoc />
    public Task<int> PurgeAsync(
        Retention retention, DateTimeOffset now, int maxCount, CancellationToken cancellationToken) =>
        Connections.InTransactionAsync(
            (connection, cancelled) =>
                Purging.RunInTransactionAsync(connection, retention, now, maxCount, cancelled),
            cancellationToken);

    /// <inheritdoc />
    public Task ReportAsync(ImmutableArray<JobReport> reports, CancellationToken cancellationToken) =>
        Connections.UseAsync(
            (connection, cancelled) => Reporting.RunAsync(connection, reports, cancelled), cancellationToken);

    private Task<ChangeResult> ChangeAsync(
        BulkChange change, JobId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        Connections.InTransactionAsync(
            (connection, cancelled) => Changing.RunInTransactionAsync(connection, change, id, now, cancelled),
            cancellationToken);
}
