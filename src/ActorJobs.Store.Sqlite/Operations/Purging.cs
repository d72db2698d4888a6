using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Operations;

/// <summary>Removes what its retention no longer keeps.</summary>
internal static class Purging
{
    // Fewer are not worth a search; more come only from outside, where anyone may make up job types.
    private const int LanesWorthASearch = 1000;

    /// <summary>
    /// Removes at most so many jobs, the oldest ends first, and as many unique keys whose time is over.
    /// </summary>
    public static int Run(StoreTables tables, (Retention Retention, DateTimeOffset Now, int MaxCount) call)
    {
        tables.Flush();
        var gone = tables.History.EndedBy(call.Now - call.Retention.Succeeded, call.MaxCount);
        var failed = tables.Counts.Of(JobState.Failed) - call.Retention.FailedCount;
        if (failed > 0 && gone.Count < call.MaxCount)
        {
            gone.AddRange(tables.History.OldestFailed((int)Math.Min(failed, call.MaxCount - gone.Count)));
        }
        foreach (var row in gone)
        {
            tables.Details.Delete(row.Id);
            tables.History.Delete(row.Id);
            tables.Counts.Remove(row.Lane, row.State);
            tables.Waits.NoteEnded(row.Id, JobState.Cancelled, call.Now);
        }
        tables.UniqueKeys.Expire(call.Now, call.MaxCount);
        if (tables.Lanes.Count > LanesWorthASearch)
        {
            tables.Counts.Flush();
            tables.Lanes.DeleteUnused(call.MaxCount);
        }
        return gone.Count;
    }
}
