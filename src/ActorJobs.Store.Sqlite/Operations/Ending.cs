using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Operations;

/// <summary>What every end of a job has in common.</summary>
internal static class Ending
{
    /// <summary>Moves a live job to history and lets go of its unique key.</summary>
    /// <param name="tables">The store.</param>
    /// <param name="id">The job.</param>
    /// <param name="lane">Its lane.</param>
    /// <param name="from">Its state until now, running included.</param>
    /// <param name="uniqueKey">Its unique key.</param>
    /// <param name="end">How it ends.</param>
    public static void End(
        StoreTables tables, JobId id, long lane, JobState from, string? uniqueKey, JobEnd end)
    {
        tables.Jobs.MoveToHistory(id, end);
        tables.Counts.Move(lane, from, end.State);
        tables.Waits.NoteEnded(id, end.State, end.At);
        if (uniqueKey is not null)
        {
            tables.UniqueKeys.End(tables.Lanes[lane].Type, uniqueKey, id, end.State, end.At);
        }
    }
}
