using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Connections;
using ActorJobs.Stores.Postgres.Writing;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Takes jobs in, however many, in one round trip unless something about them is known already.</summary>
internal static class Enqueuing
{
    /// <summary>
    /// Adds jobs, all or none, on a connection that may have a transaction open, and has when one of them waits for others or may
    /// replace one.
    /// </summary>
    public static Task<ImmutableArray<EnqueueResult>> RunAsync(
        NpgsqlConnection connection, Lanes lanes, IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken) =>
        RunAsync(connection, lanes, jobs, believes: false, cancellationToken);

    /// <summary>The same; when it believes jobs that say that their ids are new, it does not look for those.</summary>
    public static async Task<ImmutableArray<EnqueueResult>> RunAsync(
        NpgsqlConnection connection, Lanes lanes, IReadOnlyList<NewJob> jobs, bool believes, CancellationToken cancellationToken)
    {
        if (jobs.Any(Replacing.Replaces))
        {
            return await Replacing.RunInTransactionAsync(connection, lanes, jobs, cancellationToken);
        }
        if (jobs.All(JobColumns.IsPlain))
        {
            if (believes && jobs.All(job => job.HasNewId))
            {
                await AddFreshAsync(connection, lanes, jobs, cancellationToken);
                return Ready(jobs);
            }
            return await AddPlainAsync(connection, lanes, jobs, cancellationToken)
                ? Ready(jobs)
                : await KnownJobs.ResolveAsync(connection, jobs, [], cancellationToken);
        }
        var added = await AddAsync(connection, lanes, FirstOfEachKey(jobs), cancellationToken);
        await Settling.AddInTransactionAsync(connection, jobs.Where(job => added.ContainsKey(job.Id)), cancellationToken);
        return added.Count == jobs.Count
            ? [.. jobs.Select(job => new EnqueueResult(job.Id, added[job.Id], Duplicate: false))]
            : await KnownJobs.ResolveAsync(connection, jobs, added, cancellationToken);
    }

    private static ImmutableArray<EnqueueResult> Ready(IReadOnlyList<NewJob> jobs) =>
        [.. jobs.Select(job => new EnqueueResult(job.Id, JobState.Ready, Duplicate: false))];

    private static async Task AddFreshAsync(
        NpgsqlConnection connection, Lanes lanes, IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("position_hold");
        AddPlain(batch, "enqueue_fresh", new JobColumns(jobs, lanes));
        _ = await batch.RunAsync(cancellationToken);
    }

    private static async Task<bool> AddPlainAsync(
        NpgsqlConnection connection, Lanes lanes, IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        var columns = new JobColumns(jobs, lanes);
        await using var batch = new StatementBatch(connection).Add("position_hold");
        AddPlain(batch, "enqueue_plain", columns);
        _ = batch.With(columns.NotKnownBefore);
        await using var row = await batch.ReadAsync(cancellationToken);
        _ = await row.NextResultAsync(cancellationToken);
        _ = await row.ReadAsync(cancellationToken);
        return row.GetInt64(0) == jobs.Count;
    }

    private static void AddPlain(StatementBatch batch, string statement, JobColumns columns) => _ = batch
        .Add(statement).With(columns.Ids).With(columns.LaneNumbers).With(columns.CreatedAt)
        .With(columns.TimeoutMs).With(columns.MaxRetries).With(columns.Payloads);

    private static async Task<Dictionary<JobId, JobState>> AddAsync(
        NpgsqlConnection connection, Lanes lanes, IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        var columns = new JobColumns(jobs, lanes);
        var tags = jobs.Where(job => !job.Tags.IsDefaultOrEmpty)
            .SelectMany(job => job.Tags, (job, tag) => (Tag: tag, Job: job.Id.Value)).ToArray();
        await using var batch = new StatementBatch(connection)
            .Add("position_hold")
            .Add("enqueue").With(columns.Ids).With(columns.LaneNumbers)
            .With(Column(jobs, job => job.Type)).With(columns.CreatedAt)
            .With(Column(jobs, job => job.RunAt > job.CreatedAt ? job.RunAt.Value.DueTime() : (DateTime?)null))
            .With(columns.TimeoutMs).With(columns.MaxRetries)
            .With(Column(jobs, job => job.UniqueKey))
            .With(Column(jobs, job => (job.CreatedAt + (job.UniqueFor ?? TimeSpan.Zero)).UtcDateTime))
            .With(Column(jobs, job => job.ConcurrencyKey))
            .With(Column(jobs, job => job.Parent?.Value))
            .With(Column(jobs, job => StoredForms.TagsToText(job.Tags)))
            .With(columns.Payloads).With(columns.NotKnownBefore)
            .With(Array.ConvertAll(tags, pair => pair.Tag)).With(Array.ConvertAll(tags, pair => pair.Job))
            .With(Column(jobs, job => job.Trace));
        await using var row = await batch.ReadAsync(cancellationToken);
        _ = await row.NextResultAsync(cancellationToken);
        var added = new Dictionary<JobId, JobState>(jobs.Count);
        while (await row.ReadAsync(cancellationToken))
        {
            added[new JobId(row.GetGuid(0))] = (JobState)row.GetInt16(1);
        }
        return added;
    }

    /// <summary>One statement can give a key to one job only; the others of the key are duplicates whatever comes.</summary>
    private static IReadOnlyList<NewJob> FirstOfEachKey(IReadOnlyList<NewJob> jobs)
    {
        var keys = new HashSet<(string, string)>();
        return jobs.Any(job => job.UniqueKey is not null)
            ? [.. jobs.Where(job => job.UniqueKey is null || keys.Add((job.Type, job.UniqueKey)))]
            : jobs;
    }

    private static T[] Column<T>(IReadOnlyList<NewJob> jobs, Func<NewJob, T> value)
    {
        var column = new T[jobs.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = value(jobs[i]);
        }
        return column;
    }
}
