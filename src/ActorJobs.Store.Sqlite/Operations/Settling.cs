using ActorJobs.Rules;
using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Operations;

/// <summary>What the end of a job means for those that wait for it, in the transaction that ends it.</summary>
internal static class Settling
{
    /// <summary>Notes what a new job waits for; what has ended already is settled as if it ended now.</summary>
    public static void Add(StoreTables tables, NewJob job)
    {
        foreach (var predecessor in job.After)
        {
            tables.Waits.Add(predecessor, job.Id, job.OnFailure);
            var state = tables.StateOf(predecessor) ?? JobState.Cancelled;
            if (state.IsFinal())
            {
                tables.Waits.NoteEnded(predecessor, state, job.CreatedAt);
            }
        }
    }

    /// <summary>Settles every end that was noted, and the ends that follow from those.</summary>
    public static void Run(StoreTables tables)
    {
        var settled = false;
        while (tables.Waits.TryTakeEnded(out var ended))
        {
            settled = true;
            foreach (var (successor, policy) in tables.Waits.On(ended.Id))
            {
                if (ended.State == JobState.Succeeded || policy == FailurePolicy.Run)
                {
                    if (tables.Waits.Remove(ended.Id, successor))
                    {
                        tables.Waits.Release(successor, ended.At);
                    }
                }
                else if (ended.State == JobState.Cancelled || policy == FailurePolicy.Cancel)
                {
                    Cancel(tables, successor, ended.At);
                }
            }
        }
        if (settled)
        {
            tables.Waits.Load();
        }
    }

    private static void Cancel(StoreTables tables, JobId successor, DateTimeOffset at)
    {
        tables.Waits.Forget(successor);
        if (tables.Waits.Waits(successor) && tables.Jobs.Head(successor) is { } head)
        {
            Ending.End(tables, successor, head.Lane, head.State, head.UniqueKey, new JobEnd
            {
                State = JobState.Cancelled,
                At = at,
                Used = head.Used,
            });
        }
    }
}
