using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Reading;

/// <summary>Reads jobs for people.</summary>
internal static class JobReading
{
    private const int MinChunk = 64;

    /// <summary>One job with its log; null when it is not known.</summary>
    public static async Task<JobSnapshot?> GetAsync(NpgsqlConnection connection, JobId id, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection)
            .Add("jobs_get").With(new[] { id.Value }).Add("log_lines_get").With(id.Value);
        await using var row = await batch.ReadAsync(cancellationToken);
        var jobs = await JobRows.ReadAsync(row, cancellationToken);
        _ = await row.NextResultAsync(cancellationToken);
        var lines = ImmutableArray.CreateBuilder<JobLogLine>();
        while (await row.ReadAsync(cancellationToken))
        {
            lines.Add(new JobLogLine(row.GetInt32(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2)));
        }
        return jobs.Values.FirstOrDefault() is { } job ? job with { Log = lines.ToImmutable() } : null;
    }

    /// <summary>Those of some jobs that have not ended.</summary>
    public static async Task<IReadOnlySet<JobId>> LiveAsync(
        NpgsqlConnection connection, IReadOnlyCollection<JobId> ids, CancellationToken cancellationToken)
    {
        var live = new HashSet<JobId>();
        await using var batch = new StatementBatch(connection).Add("live").With(ids.Select(id => id.Value).ToArray());
        await using var row = await batch.ReadAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            live.Add(new JobId(row.GetGuid(0)));
        }
        return live;
    }

    /// <summary>A page of jobs, newest id first.</summary>
    public static async Task<JobPage> ListAsync(
        NpgsqlConnection connection, JobFilter filter, JobId? before, int limit, CancellationToken cancellationToken)
    {
        var found = await JobSearch.StartAsync(connection, filter, newestFirst: true, cancellationToken);
        var jobs = ImmutableArray.CreateBuilder<JobSnapshot>();
        var (from, chunk) = (before, Math.Max(limit + 1, MinChunk));
        while (true)
        {
            var ids = await found.NextAsync(from, chunk, cancellationToken);
            var read = await ReadAsync(connection, ids, cancellationToken);
            foreach (var id in ids)
            {
                if (!read.TryGetValue(id, out var job) || !Matches(filter, job))
                {
                    continue;
                }
                if (jobs.Count == limit)
                {
                    return new JobPage(jobs.ToImmutable(), jobs.Count == 0 ? null : jobs[^1].Id);
                }
                jobs.Add(job);
            }
            if (ids.Count < chunk)
            {
                return new JobPage(jobs.ToImmutable(), Next: null);
            }
            from = ids[^1];
        }
    }

    private static async Task<Dictionary<JobId, JobSnapshot>> ReadAsync(
        NpgsqlConnection connection, List<JobId> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }
        await using var batch = new StatementBatch(connection).Add("jobs_get").With(ids.Select(id => id.Value).ToArray());
        await using var row = await batch.ReadAsync(cancellationToken);
        return await JobRows.ReadAsync(row, cancellationToken);
    }

    private static bool Matches(JobFilter filter, JobSnapshot job) =>
        (filter.State is null || filter.State == job.State)
        && (filter.Type is null || filter.Type == job.Type)
        && (filter.Priority is null || filter.Priority == job.Priority)
        && (filter.Tag is null || job.Tags.Contains(filter.Tag));
}
