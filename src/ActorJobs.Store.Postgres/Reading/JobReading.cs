using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Reading;

/// <summary>Reads jobs for people.</summary>
internal static class JobReading
{
    private const int MinChunk = 64;
    private const int MaxChunk = 1000;

    // About 100 ms of the server's time.
    private const int MaxLooked = 3000;

    /// <summary>One job with its log; null when it is not known.</summary>
    public static async Task<JobSnapshot?> GetAsync(NpgsqlConnection connection, JobId id, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection)
            .Add("jobs_get").With(new[] { id.Value }).Add("log_lines_get").With(id.Value)
            .Add("waits_for").With(id.Value);
        await using var row = await batch.ReadAsync(cancellationToken);
        var jobs = await JobRows.ReadAsync(row, cancellationToken);
        _ = await row.NextResultAsync(cancellationToken);
        var lines = ImmutableArray.CreateBuilder<JobLogLine>();
        while (await row.ReadAsync(cancellationToken))
        {
            lines.Add(new JobLogLine(row.GetInt32(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2)));
        }
        _ = await row.NextResultAsync(cancellationToken);
        var after = ImmutableArray.CreateBuilder<JobId>();
        while (await row.ReadAsync(cancellationToken))
        {
            after.Add(new JobId(row.GetGuid(0)));
        }
        return jobs.Values.FirstOrDefault() is { } job
            ? job with { Log = lines.ToImmutable(), After = job.WaitsForOthers ? after.ToImmutable() : [] }
            : null;
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

    /// <summary>
    /// A page of jobs, newest id first. Ends early, with where to go on, when it has looked at a page's worth of jobs that
    /// match only in part.
    /// </summary>
    public static async Task<JobPage> ListAsync(
        NpgsqlConnection connection, JobFilter filter, JobId? before, int limit, CancellationToken cancellationToken)
    {
        var found = await JobSearch.StartAsync(connection, filter, newestFirst: true, cancellationToken);
        var jobs = ImmutableArray.CreateBuilder<JobSnapshot>();
        var (from, chunk, looked) = (before, Math.Max(limit + 1, MinChunk), 0);
        while (true)
        {
            var ids = await found.NextAsync(from, chunk, cancellationToken);
            var read = await ReadAsync(connection, ids, cancellationToken);
            foreach (var id in ids)
            {
                if (!read.TryGetValue(id, out var job) || !filter.Matches(job))
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
            looked += ids.Count;
            if (looked >= MaxLooked)
            {
                return new JobPage(jobs.ToImmutable(), from);
            }
            chunk = Math.Clamp(chunk * 2, chunk, Math.Max(chunk, MaxChunk));
        }
    }

    /// <summary>Those of the ids whose jobs match in every respect, in order.</summary>
    public static async Task<List<JobId>> MatchingAsync(
        NpgsqlConnection connection, JobFilter filter, List<JobId> ids, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(connection, ids, cancellationToken);
        return [.. ids.Where(id => read.TryGetValue(id, out var job) && filter.Matches(job))];
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
}
