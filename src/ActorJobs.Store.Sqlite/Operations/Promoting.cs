using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Operations;

/// <summary>Makes due jobs ready. Costs by the jobs that are due, not by those that wait.</summary>
internal static class Promoting
{
    /// <summary>Makes the earliest due jobs ready, at the end of their lanes.</summary>
    public static PromotionResult Run(StoreTables tables, (DateTimeOffset Now, int MaxCount) call)
    {
        var due = Due(tables, call.Now, call.MaxCount);
        var lanes = new HashSet<long>();
        foreach (var (id, lane, state) in due)
        {
            tables.Jobs.MakeReady(id, tables.Sequences.NextPosition());
            tables.Counts.Move(lane, state, JobState.Ready);
            _ = lanes.Add(lane);
        }
        return new PromotionResult(
            due.Count, [.. lanes.Select(lane => tables.Lanes[lane]).OrderBy(lane => lane.Priority)],
            NextDue(tables, call.Now));
    }

    private static List<(JobId Id, long Lane, JobState State)> Due(StoreTables tables, DateTimeOffset now, int maxCount)
    {
        var row = tables.Db["jobs_due"].Start().Bind(1, now.Ms()).Bind(2, maxCount);
        var due = new List<(JobId, long, JobState)>();
        while (row.Step())
        {
            due.Add((row.Id(0), row.Long(1), (JobState)row.Int(2)));
        }
        return due;
    }

    private static DateTimeOffset? NextDue(StoreTables tables, DateTimeOffset now)
    {
        var row = tables.Db["jobs_next_due"].Start();
        if (!row.Step())
        {
            return null;
        }
        var next = row.Time(0);
        row.Reset();
        return next < now ? now : next;
    }
}
