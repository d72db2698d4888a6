using System.Collections.Immutable;
using ActorJobs.Stores.Sqlite.Connections;
using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Reading;

/// <summary>Reads jobs for people. Call within one read transaction, so that rows and claims fit together.</summary>
internal static class JobReading
{
    private const int MaxLooked = 5000;

    /// <summary>One job with its log; null when it is not known.</summary>
    public static JobSnapshot? Get(Connection db, JobId id)
    {
        var job = Read(db, id, () => ClaimRows.Find(db, id));
        return job is null ? null : job with { Log = Log(db, id), After = job.WaitsForOthers ? After(db, id) : [] };
    }

    /// <summary>Those of some jobs that have not ended.</summary>
    public static IReadOnlySet<JobId> Live(Connection db, IReadOnlyCollection<JobId> ids)
    {
        var live = new HashSet<JobId>();
        foreach (var id in ids)
        {
            var row = db["jobs_head"].Start().Bind(1, id);
            if (row.Step())
            {
                live.Add(id);
                row.Reset();
            }
        }
        return live;
    }

    /// <summary>A page of jobs, newest id first.</summary>
    public static JobPage List(Connection db, (JobFilter Filter, JobId? Before, int Limit) call)
    {
        var claims = ClaimRows.ReadAll(db)
            .SelectMany(claim => claim.Jobs, (claim, job) => (job.Id, Claim: claim))
            .ToDictionary(entry => entry.Id, entry => entry.Claim);
        var jobs = ImmutableArray.CreateBuilder<JobSnapshot>();
        var before = call.Before;
        var looked = 0;
        foreach (var id in JobIds.Find(db, call.Filter, newestFirst: true, call.Filter.Start(call.Before)))
        {
            if (call.Filter.FirstId is { } first && id.CompareTo(first) < 0)
            {
                break;
            }
            if (++looked > Math.Max(MaxLooked, 2 * call.Limit))
            {
                return new JobPage(jobs.ToImmutable(), before);
            }
            before = id;
            if (call.Filter.State == JobState.Ready && claims.ContainsKey(id))
            {
                continue;
            }
            if (Read(db, id, () => claims.GetValueOrDefault(id)) is not { } job || !call.Filter.Matches(job))
            {
                continue;
            }
            if (jobs.Count == call.Limit)
            {
                return new JobPage(jobs.ToImmutable(), jobs.Count == 0 ? null : jobs[^1].Id);
            }
            jobs.Add(job);
        }
        return new JobPage(jobs.ToImmutable(), Next: null);
    }

    /// <summary>A job without its log; null when it is not known.</summary>
    public static JobSnapshot? Read(Connection db, JobId id, Func<Claim?> claimOf)
    {
        var live = db["jobs_get"].Start().Bind(1, id);
        if (live.Step())
        {
            var job = Map(live);
            live.Reset();
            return job.State == JobState.Ready && claimOf() is { } claim ? AsRunning(job, claim) : job;
        }
        var ended = db["history_get"].Start().Bind(1, id);
        if (!ended.Step())
        {
            return null;
        }
        var kept = Map(ended);
        ended.Reset();
        return kept;
    }

    private static JobSnapshot AsRunning(JobSnapshot job, Claim claim) => job with
    {
        State = JobState.Running,
        Attempt = job.Attempt + 1,
        StartedAt = claim.At,
        Node = claim.Node.Address,
    };

    private static JobSnapshot Map(Statement row) => new()
    {
        Id = row.Id(0),
        Priority = (Priority)row.Int(1),
        Type = row.Text(2)!,
        State = (JobState)row.Int(3),
        Attempt = row.Int(4),
        MaxRetries = row.Int(5),
        Timeout = TimeSpan.FromMilliseconds(row.Long(6)),
        CreatedAt = row.Time(7)!.Value,
        RunAt = row.Time(8)!.Value,
        StartedAt = row.Time(9),
        FinishedAt = row.Time(10),
        Node = row.Text(11),
        Payload = row.Bytes(12).ToArray(),
        Result = row.Bytes(13).ToArray(),
        Errors = StoredForms.ErrorsFromText(row.Text(14)),
        UniqueKey = row.Text(15),
        ConcurrencyKey = row.Text(16),
        Tags = StoredForms.TagsFromText(row.Text(17)),
        Parent = row.IsNull(18) ? null : row.Id(18),
        CancelRequested = row.Int(19) == 1,
        Progress = row.IsNull(20) ? null : new JobProgress(row.Double(20), row.Text(21), row.Time(22)!.Value),
        Trace = row.Text(23),
    };

    private static ImmutableArray<JobId> After(Connection db, JobId id)
    {
        var row = db["waits_for"].Start().Bind(1, id);
        var after = ImmutableArray.CreateBuilder<JobId>();
        while (row.Step())
        {
            after.Add(row.Id(0));
        }
        return after.ToImmutable();
    }

    private static ImmutableArray<JobLogLine> Log(Connection db, JobId id)
    {
        var row = db["log_lines_of_job"].Start().Bind(1, id);
        var lines = ImmutableArray.CreateBuilder<JobLogLine>();
        while (row.Step())
        {
            lines.Add(new JobLogLine(row.Int(0), row.Time(1)!.Value, row.Text(2)!));
        }
        return lines.ToImmutable();
    }
}
