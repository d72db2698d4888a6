using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Tables;

/// <summary>What a change must know of an ended job.</summary>
internal sealed record EndedHead(JobId Id, long Lane, JobState State, int Used, string? UniqueKey);

/// <summary>An ended job that its retention no longer keeps.</summary>
internal readonly record struct EndedRow(JobId Id, long Lane, JobState State);

/// <summary>Ended jobs.</summary>
internal sealed class HistoryRows(Connection db)
{
    /// <summary>What a change must know; null when the job has not ended or is no longer kept.</summary>
    public EndedHead? Head(JobId id)
    {
        var row = db["history_head"].Start().Bind(1, id);
        if (!row.Step())
        {
            return null;
        }
        var head = new EndedHead(id, row.Long(0), (JobState)row.Int(1), row.Int(2), row.Text(3));
        row.Reset();
        return head;
    }

    /// <summary>Moves an ended job back among the live ones, ready, with its full number of retries.</summary>
    public void Revive(JobId id, long position, DateTimeOffset due)
    {
        _ = db["history_revive"].Start().Bind(1, id).Bind(2, position).Bind(3, due.DueMs()).Execute();
        Delete(id);
    }

    /// <summary>Succeeded and cancelled jobs that ended at or before a time, oldest first.</summary>
    public List<EndedRow> EndedBy(DateTimeOffset time, int maxCount) =>
        Read(db["history_purgeable"].Start().Bind(1, time.Ms()).Bind(2, maxCount));

    /// <summary>The failed jobs that ended first.</summary>
    public List<EndedRow> OldestFailed(int maxCount) => Read(db["history_oldest_failed"].Start().Bind(1, maxCount));

    /// <summary>Removes the row.</summary>
    public void Delete(JobId id) => db["history_delete"].Start().Bind(1, id).Execute();

    private static List<EndedRow> Read(Statement row)
    {
        var rows = new List<EndedRow>();
        while (row.Step())
        {
            rows.Add(new EndedRow(row.Id(0), row.Long(1), (JobState)row.Int(2)));
        }
        return rows;
    }
}
