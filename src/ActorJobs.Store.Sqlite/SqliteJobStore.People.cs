using System.Collections.Immutable;
using ActorJobs.Stores.Sqlite.Operations;
using ActorJobs.Stores.Sqlite.Reading;
using ActorJobs.Stores.Sqlite.Tables;
using ActorJobs.Stores.Sqlite.Writing;

namespace ActorJobs.Stores.Sqlite;

// What people look at and change.
public sealed partial class SqliteJobStore
{
    /// <inheritdoc />
    public Task<JobSnapshot?> GetAsync(JobId id, CancellationToken cancellationToken) =>
        ReadAsync(id, JobReading.Get, cancellationToken);

    /// <inheritdoc />
    public Task<JobPage> ListAsync(JobFilter filter, JobId? before, int limit, CancellationToken cancellationToken) =>
        ReadAsync((filter, before, limit), JobReading.List, cancellationToken);

    /// <inheritdoc />
    public Task<StoreCounts> CountAsync(CancellationToken cancellationToken) =>
        ReadAsync(0, static (db, _) => Counting.Count(db), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlySet<JobId>> GetLiveAsync(IReadOnlyCollection<JobId> ids, CancellationToken cancellationToken) =>
        ReadAsync(ids, JobReading.Live, cancellationToken);

    /// <inheritdoc />
    public Task<ChangeResult> CancelAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(WriteKind.Durable, 1, 0, (BulkChange.Cancel, id, now), Changing.Run, cancellationToken);

    /// <inheritdoc />
    public Task<ChangeResult> RetryAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(WriteKind.Durable, 1, 0, (BulkChange.Retry, id, now), Changing.Run, cancellationToken);

    /// <inheritdoc />
    public Task<ChangeResult> DeleteAsync(JobId id, CancellationToken cancellationToken) =>
        WriteAsync(WriteKind.Durable, 1, 0, (BulkChange.Delete, id, time.GetUtcNow()), Changing.Run, cancellationToken);

    /// <inheritdoc />
    public Task<BulkResult> ChangeManyAsync(
        BulkChange change, JobFilter filter, DateTimeOffset now, int maxCount, CancellationToken cancellationToken) =>
        WriteAsync(
            WriteKind.Durable, maxCount, 0, (change, filter, now, maxCount), BulkChanging.Run, cancellationToken);

    /// <inheritdoc />
    public Task PauseAsync(Pause pause, CancellationToken cancellationToken) =>
        WriteAsync(WriteKind.Durable, 1, 0, pause, static (tables, pause) =>
        {
            PauseRows.Add(tables.Db, pause);
            return true;
        }, cancellationToken);

    /// <inheritdoc />
    public Task<bool> ResumeAsync(Pause pause, CancellationToken cancellationToken) =>
        WriteAsync(WriteKind.Durable, 1, 0, pause, static (tables, pause) => PauseRows.Remove(tables.Db, pause),
            cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<Pause>> GetPausesAsync(CancellationToken cancellationToken) =>
        ReadAsync(0, static (db, _) => PauseRows.ReadAll(db), cancellationToken);

    /// <inheritdoc />
    public Task<int> PurgeAsync(
        Retention retention, DateTimeOffset now, int maxCount, CancellationToken cancellationToken) =>
        WriteAsync(WriteKind.Relaxed, maxCount, 0, (retention, now, maxCount), Purging.Run, cancellationToken);
}
