using System.Collections.Immutable;
using ActorJobs.Rules;
using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Operations;
using ActorJobs.Stores.Redis.Records;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Reading;

/// <summary>Reads jobs for people, each as it is at one moment.</summary>
internal sealed class JobReading(RedisLink link, JobIds ids)
{
    private const int JobsPerScript = 50;
    private const int JobsPerRead = 500;
    private const int ValuesPerJob = 10;
    private const int MaxLooked = 3000;

    /// <summary>One job with its log; null when it is not known.</summary>
    public async Task<JobSnapshot?> GetAsync(JobId id, CancellationToken cancellationToken) =>
        (await ReadAsync([id], withLog: true, cancellationToken)).SingleOrDefault();

    /// <summary>Those of some jobs that have not ended.</summary>
    public async Task<IReadOnlySet<JobId>> LiveAsync(IReadOnlyCollection<JobId> wanted, CancellationToken cancellationToken)
    {
        var live = new HashSet<JobId>();
        foreach (var chunk in wanted.Chunk(JobsPerRead))
        {
            RedisKey[] keys = [.. chunk.Select(link.JobKey)];
            var records = await link.ReadAsync(db => db.StringGetAsync(keys), cancellationToken);
            for (var i = 0; i < chunk.Length; i++)
            {
                if (!records[i].IsNull && !new StoredJob((byte[])records[i]!).State.IsFinal())
                {
                    live.Add(chunk[i]);
                }
            }
        }
        return live;
    }

    /// <summary>
    /// A page of jobs, newest id first. Ends early, with where to go on, when it has looked at a page's worth of jobs that
    /// match only in part.
    /// </summary>
    public async Task<JobPage> ListAsync(JobFilter filter, JobId? before, int limit, CancellationToken cancellationToken)
    {
        var jobs = ImmutableArray.CreateBuilder<JobSnapshot>();
        var chunk = new List<JobId>();
        // One more than asked for tells whether there is a next page.
        async Task<bool> AddAsync()
        {
            foreach (var job in await ReadAsync(chunk, withLog: false, cancellationToken))
            {
                if (filter.Matches(job))
                {
                    jobs.Add(job);
                    if (jobs.Count > limit)
                    {
                        return true;
                    }
                }
            }
            chunk.Clear();
            return false;
        }

        var (last, looked) = (before, 0);
        await foreach (var id in ids.FindAsync(filter, Names.States, newestFirst: true, filter.Start(before), cancellationToken))
        {
            if (filter.FirstId is { } first && id.CompareTo(first) < 0)
            {
                break;
            }
            if (++looked > Math.Max(MaxLooked, 2 * limit) && chunk.Count == 0)
            {
                return new JobPage(jobs.ToImmutable(), last);
            }
            last = id;
            chunk.Add(id);
            if (chunk.Count >= Math.Clamp(limit + 1 - jobs.Count, 1, JobsPerScript) && await AddAsync())
            {
                jobs.RemoveAt(limit);
                return new JobPage(jobs.ToImmutable(), jobs.Count == 0 ? null : jobs[^1].Id);
            }
        }
        if (chunk.Count > 0 && await AddAsync())
        {
            jobs.RemoveAt(limit);
            return new JobPage(jobs.ToImmutable(), jobs.Count == 0 ? null : jobs[^1].Id);
        }
        return new JobPage(jobs.ToImmutable(), Next: null);
    }

    /// <summary>Those of the ids whose jobs match in every respect, in order.</summary>
    public async Task<List<JobId>> MatchingAsync(
        JobFilter filter, List<JobId> wanted, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(wanted, withLog: false, cancellationToken)).Where(filter.Matches).Select(job => job.Id)];

    private async Task<List<JobSnapshot>> ReadAsync(
        List<JobId> wanted, bool withLog, CancellationToken cancellationToken)
    {
        var jobs = new List<JobSnapshot>(wanted.Count);
        foreach (var chunk in wanted.Chunk(JobsPerScript))
        {
            RedisValue[] arguments = [withLog ? 1 : 0, .. chunk.Select(id => (RedisValue)id.ToBytes())];
            var answer = (await link.RunAsync(Script.Get, arguments, cancellationToken)).List();
            for (var i = 0; i < answer.Length; i += ValuesPerJob)
            {
                jobs.Add(Map(answer.AsSpan(i, ValuesPerJob)));
            }
        }
        return jobs;
    }

    // In the order of get.lua: id, record, payload, result, errors, progress, log lines, node and time of the claim,
    // what it waits for.
    private static JobSnapshot Map(ReadOnlySpan<RedisResult> values)
    {
        var stored = new StoredJob(values[1].Bytes());
        var progress = values[5].Bytes();
        var job = new JobSnapshot
        {
            Id = values[0].Id(),
            Type = stored.Type,
            Priority = stored.Priority,
            State = stored.State,
            Attempt = stored.Used,
            MaxRetries = stored.MaxRetries,
            Timeout = stored.Timeout,
            CreatedAt = stored.CreatedAt,
            RunAt = stored.DueAt,
            StartedAt = stored.StartedAt,
            FinishedAt = stored.FinishedAt,
            Node = stored.Node,
            Payload = stored.Flags.HasFlag(RecordFlags.Payload) ? values[2].Bytes() : stored.Payload,
            Result = stored.Flags.HasFlag(RecordFlags.Result) ? values[3].Bytes() : stored.Result,
            Errors = [.. values[4].List().Select(error => StoredTexts.ErrorFromJson(error.Bytes()))],
            Progress = progress.Length == 0 ? null : StoredTexts.ProgressFromJson(progress),
            Log = [.. values[6].List().Select(line => StoredTexts.LineFromJson(line.Bytes()))],
            UniqueKey = stored.UniqueKey,
            ConcurrencyKey = stored.ConcurrencyKey,
            Tags = stored.Tags,
            Parent = stored.Parent,
            Trace = stored.Trace,
            CancelRequested = stored.Flags.HasFlag(RecordFlags.Cancel),
        };
        if (job.WaitsForOthers)
        {
            job = job with { After = [.. values[9].List().Select(id => id.Id()).Order()] };
        }
        return stored.Claim == 0 ? job : job with
        {
            State = JobState.Running,
            Attempt = stored.Used + 1,
            StartedAt = values[8].Time(),
            Node = NodeId.TryParse(values[7].Text(), out var node) ? node.Address : null,
        };
    }
}
