using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Operations;

/// <summary>Takes jobs in.</summary>
internal static class Enqueuing
{
    /// <summary>Adds jobs, in order.</summary>
    public static ImmutableArray<EnqueueResult> Run(StoreTables tables, IReadOnlyList<NewJob> jobs)
    {
        var results = new EnqueueResult[jobs.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Add(tables, jobs[i]);
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(results);
    }

    /// <summary>Adds a job unless its id is known or its unique key held.</summary>
    public static EnqueueResult Add(StoreTables tables, NewJob job)
    {
        if (job.UniqueKey is { } key)
        {
            if (tables.StateOf(job.Id) is { } known)
            {
                return new EnqueueResult(job.Id, known, Duplicate: false);
            }
            if (tables.UniqueKeys.HolderOf(job.Type, key, job.CreatedAt) is { } holder && !GivesWay(tables, job, key, holder))
            {
                var held = holder.Ended ?? tables.StateOf(holder.Job) ?? JobState.Ready;
                return new EnqueueResult(holder.Job, held, Duplicate: true);
            }
        }
        var lane = tables.Lanes.NumberOf(job.Lane);
        var state = job.RunAt > job.CreatedAt ? JobState.Scheduled : JobState.Ready;
        var position = state == JobState.Ready ? tables.Sequences.NextPosition() : 0;
        if (!tables.Jobs.TryInsert(job, lane, state, position))
        {
            return new EnqueueResult(job.Id, tables.StateOf(job.Id) ?? state, Duplicate: false);
        }
        tables.Counts.Add(lane, state);
        AddBesides(tables, job);
        return new EnqueueResult(job.Id, state, Duplicate: false);
    }

    /// <summary>Takes the key from its holder, where the new job's policy says so; one that waits is cancelled.</summary>
    private static bool GivesWay(StoreTables tables, NewJob job, string key, KeyHolder holder)
    {
        if (job.OnDuplicate == UniquePolicy.Keep || holder.Ended is not null)
        {
            return false;
        }
        var runs = tables.Claims.Contains(holder.Job);
        if (runs && job.OnDuplicate != UniquePolicy.Latest)
        {
            return false;
        }
        if (!runs)
        {
            _ = Changing.Run(tables, (BulkChange.Cancel, holder.Job, job.CreatedAt));
        }
        tables.UniqueKeys.Release(job.Type, key, holder.Job);
        return true;
    }

    private static void AddBesides(StoreTables tables, NewJob job)
    {
        if (job.UniqueKey is { } key)
        {
            tables.UniqueKeys.Hold(job.Type, key, job.Id, job.CreatedAt + job.UniqueFor);
        }
        if (!job.Tags.IsDefaultOrEmpty)
        {
            tables.Details.AddTags(job.Id, job.Tags);
        }
        if (!job.After.IsDefaultOrEmpty)
        {
            Settling.Add(tables, job);
        }
    }
}
