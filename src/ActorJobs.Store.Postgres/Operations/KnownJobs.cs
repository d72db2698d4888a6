using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Answers for jobs that were not added: their id is known, or another job holds their unique key.</summary>
internal static class KnownJobs
{
    /// <summary>One result per job, in order.</summary>
    public static async Task<ImmutableArray<EnqueueResult>> ResolveAsync(
        NpgsqlConnection connection, IReadOnlyList<NewJob> jobs, Dictionary<JobId, JobState> added,
        CancellationToken cancellationToken)
    {
        var rest = jobs.Where(job => !added.ContainsKey(job.Id)).ToArray();
        var known = await StatesAsync(connection, rest.Select(job => job.Id), cancellationToken);
        var keyed = rest.Where(job => job.UniqueKey is not null && !known.ContainsKey(job.Id)).ToArray();
        var holders = keyed.Length == 0 ? [] : await HoldersAsync(connection, keyed, cancellationToken);
        var live = holders.Values.Where(holder => holder.Ended is null).Select(holder => holder.Job);
        var holding = keyed.Length == 0 ? [] : await StatesAsync(connection, live, cancellationToken);
        return [.. jobs.Select(Result)];

        EnqueueResult Result(NewJob job)
        {
            if (added.TryGetValue(job.Id, out var state) || known.TryGetValue(job.Id, out state))
            {
                return new EnqueueResult(job.Id, state, Duplicate: false);
            }
            // A holder that has ended or vanished since is told as it was a moment ago.
            return job.UniqueKey is { } key && holders.TryGetValue((job.Type, key), out var holder)
                ? new EnqueueResult(
                    holder.Job, holder.Ended ?? holding.GetValueOrDefault(holder.Job, JobState.Ready), Duplicate: true)
                : new EnqueueResult(job.Id, JobState.Ready, Duplicate: job.UniqueKey is not null);
        }
    }

    private static async Task<Dictionary<JobId, JobState>> StatesAsync(
        NpgsqlConnection connection, IEnumerable<JobId> ids, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("states").With(ids.Select(id => id.Value).ToArray());
        await using var row = await batch.ReadAsync(cancellationToken);
        var states = new Dictionary<JobId, JobState>();
        while (await row.ReadAsync(cancellationToken))
        {
            states[new JobId(row.GetGuid(0))] = (JobState)row.GetInt16(1);
        }
        return states;
    }

    private static async Task<Dictionary<(string Type, string Key), (JobId Job, JobState? Ended)>> HoldersAsync(
        NpgsqlConnection connection, NewJob[] jobs, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("holders")
            .With(Array.ConvertAll(jobs, job => job.Type)).With(Array.ConvertAll(jobs, job => job.UniqueKey!));
        await using var row = await batch.ReadAsync(cancellationToken);
        var holders = new Dictionary<(string, string), (JobId, JobState?)>();
        while (await row.ReadAsync(cancellationToken))
        {
            holders[(row.GetString(0), row.GetString(1))] = (
                new JobId(row.GetGuid(2)), row.IsDBNull(3) ? null : (JobState)row.GetInt16(3));
        }
        return holders;
    }
}
