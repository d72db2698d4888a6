using ActorJobs.Rules;
using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Operations;

/// <summary>Changes that people ask for, one job at a time.</summary>
internal static class Changing
{
    /// <summary>Applies a change to a job.</summary>
    public static ChangeResult Run(StoreTables tables, (BulkChange Change, JobId Id, DateTimeOffset Now) call) =>
        call.Change switch
        {
            BulkChange.Cancel => Cancel(tables, call.Id, call.Now),
            BulkChange.Retry => Retry(tables, call.Id, call.Now),
            BulkChange.Delete => Delete(tables, call.Id, call.Now),
            _ => throw new ArgumentOutOfRangeException(nameof(call), call.Change, "No such change."),
        };

    private static ChangeResult Cancel(StoreTables tables, JobId id, DateTimeOffset now)
    {
        if (tables.Jobs.Head(id) is not { } head)
        {
            return NotLive(tables, id);
        }
        if (tables.Claims.TryGet(id, out var standing))
        {
            if (!head.CancelRequested)
            {
                tables.Jobs.MarkCancel(id);
            }
            return new ChangeResult(ChangeKind.Requested, JobState.Running,
                new RunningJob(id, standing.Claim.Node, tables.Lanes[head.Lane].Priority));
        }
        Ending.End(tables, id, head.Lane, head.State, head.UniqueKey, new JobEnd
        {
            State = JobState.Cancelled,
            At = now,
            Used = head.Used,
        });
        return new ChangeResult(ChangeKind.Done, JobState.Cancelled);
    }

    private static ChangeResult Retry(StoreTables tables, JobId id, DateTimeOffset now)
    {
        if (tables.Jobs.Head(id) is { } head)
        {
            var state = tables.StateOf(head);
            if (!state.CanRetry())
            {
                return new ChangeResult(ChangeKind.NotApplicable, state);
            }
            tables.Jobs.MakeReadyAt(id, tables.Sequences.NextPosition(), now);
            tables.Counts.Move(head.Lane, state, JobState.Ready);
            return new ChangeResult(ChangeKind.Done, JobState.Ready, Lane: tables.Lanes[head.Lane]);
        }
        return tables.History.Head(id) is { } ended
            ? Revive(tables, ended, now)
            : new ChangeResult(ChangeKind.Unknown);
    }

    private static ChangeResult Revive(StoreTables tables, EndedHead ended, DateTimeOffset now)
    {
        if (!ended.State.CanRetry())
        {
            return new ChangeResult(ChangeKind.NotApplicable, ended.State);
        }
        var lane = tables.Lanes[ended.Lane];
        if (ended.UniqueKey is { } key)
        {
            if (tables.UniqueKeys.HolderOf(lane.Type, key, now) is { Ended: null })
            {
                return new ChangeResult(ChangeKind.KeyHeld, ended.State);
            }
            tables.UniqueKeys.Hold(lane.Type, key, ended.Id, until: null);
        }
        tables.History.Revive(ended.Id, tables.Sequences.NextPosition(), now);
        tables.Counts.Move(ended.Lane, ended.State, JobState.Ready);
        return new ChangeResult(ChangeKind.Done, JobState.Ready, Lane: lane);
    }

    private static ChangeResult Delete(StoreTables tables, JobId id, DateTimeOffset now)
    {
        if (tables.Jobs.Head(id) is { } head)
        {
            if (tables.Claims.Contains(id))
            {
                return new ChangeResult(ChangeKind.NotApplicable, JobState.Running);
            }
            tables.Details.Delete(id);
            tables.Jobs.Delete(id);
            tables.Waits.Forget(id);
            tables.Waits.NoteEnded(id, JobState.Cancelled, now);
            Forget(tables, id, head.Lane, head.State, head.UniqueKey);
            return new ChangeResult(ChangeKind.Done);
        }
        if (tables.History.Head(id) is not { } ended)
        {
            return new ChangeResult(ChangeKind.Unknown);
        }
        tables.Details.Delete(id);
        tables.History.Delete(id);
        tables.Waits.NoteEnded(id, JobState.Cancelled, now);
        Forget(tables, id, ended.Lane, ended.State, ended.UniqueKey);
        return new ChangeResult(ChangeKind.Done);
    }

    private static void Forget(StoreTables tables, JobId id, long lane, JobState state, string? uniqueKey)
    {
        tables.Counts.Remove(lane, state);
        if (uniqueKey is not null)
        {
            tables.UniqueKeys.Release(tables.Lanes[lane].Type, uniqueKey, id);
        }
    }

    private static ChangeResult NotLive(StoreTables tables, JobId id) =>
        tables.History.Head(id) is { } ended
            ? new ChangeResult(ChangeKind.NotApplicable, ended.State)
            : new ChangeResult(ChangeKind.Unknown);
}
