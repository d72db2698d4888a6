using System.Collections.Immutable;
using ActorJobs.Stores.Redis.Operations;
using ActorJobs.Stores.Redis.Reading;

namespace ActorJobs.Stores.Redis;

// What people look at and change.
public sealed partial class RedisJobStore
{
    /// <inheritdoc />
    public Task<JobSnapshot?> GetAsync(JobId id, CancellationToken cancellationToken) =>
        Open.Jobs.GetAsync(id, cancellationToken);

    /// <inheritdoc />
    public Task<JobPage> ListAsync(JobFilter filter, JobId? before, int limit, CancellationToken cancellationToken) =>
        Open.Jobs.ListAsync(filter, before, limit, cancellationToken);

    /// <inheritdoc />
    public Task<StoreCounts> CountAsync(CancellationToken cancellationToken) =>
        Counting.CountAsync(Open.Link, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlySet<JobId>> GetLiveAsync(IReadOnlyCollection<JobId> ids, CancellationToken cancellationToken) =>
        Open.Jobs.LiveAsync(ids, cancellationToken);

    /// <inheritdoc />
    public Task<ChangeResult> CancelAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        Changing.RunAsync(Open.Link, options, (BulkChange.Cancel, id, now), cancellationToken);

    /// <inheritdoc />
    public Task<ChangeResult> RetryAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        Changing.RunAsync(Open.Link, options, (BulkChange.Retry, id, now), cancellationToken);

    /// <inheritdoc />
    public Task<ChangeResult> DeleteAsync(JobId id, CancellationToken cancellationToken) =>
        Changing.RunAsync(Open.Link, options, (BulkChange.Delete, id, time.GetUtcNow()), cancellationToken);

    /// <inheritdoc />
    public Task<BulkResult> ChangeManyAsync(
        BulkChange change, JobFilter filter, DateTimeOffset now, int maxCount, CancellationToken cancellationToken) =>
        Changing.RunManyAsync(Open.Link, options, Open.Ids, (change, filter, now, maxCount), cancellationToken);

    /// <inheritdoc />
    public Task PauseAsync(Pause pause, CancellationToken cancellationToken)
    {
        var link = Open.Link;
        return link.ReadAsync(db => db.SetAddAsync(link.Key("pauses"), Pausing.ToText(pause)), cancellationToken);
    }

    /// <inheritdoc />
    public Task<bool> ResumeAsync(Pause pause, CancellationToken cancellationToken)
    {
        var link = Open.Link;
        return link.ReadAsync(db => db.SetRemoveAsync(link.Key("pauses"), Pausing.ToText(pause)), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<Pause>> GetPausesAsync(CancellationToken cancellationToken)
    {
        var link = Open.Link;
        var pauses = await link.ReadAsync(db => db.SetMembersAsync(link.Key("pauses")), cancellationToken);
        return [.. pauses.Select(pause => Pausing.FromText(pause!))];
    }

    /// <inheritdoc />
    public Task<int> PurgeAsync(
        Retention retention, DateTimeOffset now, int maxCount, CancellationToken cancellationToken) =>
        Purging.RunAsync(Open.Link, options, (retention, now, maxCount), cancellationToken);
}
