using ActorJobs.Rules;
using ActorJobs.Stores.Sqlite.Reading;
using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Operations;

/// <summary>Changes that people ask for, many jobs at a time.</summary>
internal static class BulkChanging
{
    /// <summary>Applies a change to the oldest jobs that match and to which it applies.</summary>
    public static BulkResult Run(
        StoreTables tables, (BulkChange Change, JobFilter Filter, DateTimeOffset Now, int MaxCount) call)
    {
        // The search reads the tables.
        tables.Flush();
        var running = new List<RunningJob>();
        var lanes = new HashSet<Lane>();
        var affected = 0;
        foreach (var id in JobIds.Find(tables.Db, call.Filter, newestFirst: false, call.Filter.FirstId))
        {
            if (call.Filter.EndId is { } end && id.CompareTo(end) >= 0)
            {
                break;
            }
            if (!Applies(tables, call.Change, call.Filter, id) || !MatchesWhole(tables, call.Filter, id))
            {
                continue;
            }
            if (affected == call.MaxCount)
            {
                return new BulkResult(affected, [.. running], [.. lanes], More: true);
            }
            var result = Changing.Run(tables, (call.Change, id, call.Now));
            if (result.Kind is not (ChangeKind.Done or ChangeKind.Requested))
            {
                continue;
            }
            affected++;
            if (result.Running is { } job)
            {
                running.Add(job);
            }
            if (result.Lane is { } lane)
            {
                _ = lanes.Add(lane);
            }
        }
        return new BulkResult(affected, [.. running], [.. lanes.OrderBy(lane => lane.Priority)], More: false);
    }

    private static bool Applies(StoreTables tables, BulkChange change, JobFilter filter, JobId id)
    {
        if (tables.Jobs.Head(id) is { } head)
        {
            var state = tables.StateOf(head);
            return Matches(tables, filter, head.Lane, state) && change switch
            {
                // One that is marked already would match for ever.
                BulkChange.Cancel => !head.CancelRequested,
                BulkChange.Retry => state.CanRetry(),
                _ => state.CanDelete(),
            };
        }
        return tables.History.Head(id) is { } ended
            && Matches(tables, filter, ended.Lane, ended.State)
            && change switch
            {
                BulkChange.Cancel => false,
                BulkChange.Retry => ended.State.CanRetry() && !KeyIsHeld(tables, ended),
                _ => true,
            };
    }

    // What heads do not hold is compared with the job itself.
    private static bool MatchesWhole(StoreTables tables, JobFilter filter, JobId id) =>
        filter is { Key: null, Parent: null, Error: null }
        || (JobReading.Read(tables.Db, id, () => ClaimRows.Find(tables.Db, id)) is { } job && filter.Matches(job));

    private static bool KeyIsHeld(StoreTables tables, EndedHead ended) =>
        ended.UniqueKey is { } key
        && tables.UniqueKeys.HolderOf(tables.Lanes[ended.Lane].Type, key, DateTimeOffset.MinValue) is { Ended: null };

    private static bool Matches(StoreTables tables, JobFilter filter, long number, JobState state)
    {
        var lane = tables.Lanes[number];
        return (filter.State is null || filter.State == state)
            && (filter.Type is null || filter.Type == lane.Type)
            && (filter.Priority is null || filter.Priority == lane.Priority);
    }
}
