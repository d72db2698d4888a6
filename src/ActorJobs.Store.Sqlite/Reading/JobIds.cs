using ActorJobs.Rules;
using ActorJobs.Stores.Sqlite.Connections;
using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Reading;

/// <summary>
/// Finds ids in order without a scan: each lane and state that may match is a range of an index; the ranges are merged.
/// </summary>
internal static class JobIds
{
    private const int ChunkSize = 64;

    private static readonly JobId Last = new(Guid.AllBitsSet);

    /// <summary>
    /// Ids of jobs that may match, read on only as far as they are taken. By state and lane they match, but a ready one
    /// may stand claimed; with a tag they match only that.
    /// </summary>
    /// <param name="db">Where to read.</param>
    /// <param name="filter">Which jobs are meant.</param>
    /// <param name="newestFirst">The order.</param>
    /// <param name="start">Read on after this one, in that order; null from the beginning.</param>
    public static IEnumerable<JobId> Find(Connection db, JobFilter filter, bool newestFirst, JobId? start)
    {
        var from = start ?? (newestFirst ? Last : default);
        var sources = Sources(db, filter, newestFirst ? "_down" : "_up", newestFirst)
            .Select(source => source(from));
        return Merge(sources, newestFirst);
    }

    /// <summary>Ids of ready rows of a lane, oldest first.</summary>
    public static IEnumerable<JobId> FindReady(Connection db, long lane) =>
        Range(db, "jobs_list_up", lane, JobState.Ready, default);

    private static IEnumerable<Func<JobId, IEnumerable<JobId>>> Sources(
        Connection db, JobFilter filter, string order, bool newestFirst)
    {
        if (filter.Tag is { } tag)
        {
            return [from => Tagged(db, "tags_list" + order, tag, from)];
        }
        if (filter.State is JobState.Running)
        {
            return [from => Claimed(db, newestFirst, from)];
        }
        if (filter is { State: null, Type: null, Priority: null, Error: null })
        {
            return [from => All(db, "jobs_all" + order, from), from => All(db, "history_all" + order, from)];
        }
        return Ranges(db, filter).Select(range =>
        {
            var statement = (range.State.IsFinal() ? "history_list" : "jobs_list") + order;
            return (Func<JobId, IEnumerable<JobId>>)(from => Range(db, statement, range.Lane, range.State, from));
        });
    }

    private static HashSet<(long Lane, JobState State)> Ranges(Connection db, JobFilter filter)
    {
        var ranges = new HashSet<(long, JobState)>();
        foreach (var count in Counting.ReadAll(db))
        {
            // A running job's row says ready.
            var state = count.State == JobState.Running ? JobState.Ready : count.State;
            var wanted = filter.Error is null ? filter.State : JobState.Failed;
            if ((wanted is null || wanted == state)
                && (filter.Type is null || filter.Type == count.Lane.Type)
                && (filter.Priority is null || filter.Priority == count.Lane.Priority))
            {
                _ = ranges.Add((count.LaneNumber, state));
            }
        }
        return ranges;
    }

    private static IEnumerable<JobId> Merge(IEnumerable<IEnumerable<JobId>> sources, bool newestFirst)
    {
        var heads = new PriorityQueue<IEnumerator<JobId>, JobId>(newestFirst
            ? Comparer<JobId>.Create((a, b) => b.CompareTo(a))
            : Comparer<JobId>.Default);
        foreach (var source in sources)
        {
            var ids = source.GetEnumerator();
            if (ids.MoveNext())
            {
                heads.Enqueue(ids, ids.Current);
            }
        }
        while (heads.TryDequeue(out var next, out var id))
        {
            yield return id;
            if (next.MoveNext())
            {
                heads.Enqueue(next, next.Current);
            }
        }
    }

    private static IEnumerable<JobId> Range(Connection db, string statement, long lane, JobState state, JobId from) =>
        InChunks(from, last =>
            Read(db[statement].Start().Bind(1, lane).Bind(2, (long)state).Bind(3, last).Bind(4, ChunkSize)));

    private static IEnumerable<JobId> Tagged(Connection db, string statement, string tag, JobId from) =>
        InChunks(from, last => Read(db[statement].Start().Bind(1, tag).Bind(2, last).Bind(3, ChunkSize)));

    private static IEnumerable<JobId> All(Connection db, string statement, JobId from) =>
        InChunks(from, last => Read(db[statement].Start().Bind(1, last).Bind(2, ChunkSize)));

    private static IEnumerable<JobId> Claimed(Connection db, bool newestFirst, JobId from)
    {
        var ids = ClaimRows.ReadAll(db).SelectMany(claim => claim.Jobs).Select(job => job.Id);
        return newestFirst
            ? ids.Where(id => id.CompareTo(from) < 0).OrderDescending()
            : ids.Where(id => id.CompareTo(from) > 0).Order();
    }

    // Each chunk is read to its end before it is handed on, so that sources may share a statement.
    private static IEnumerable<JobId> InChunks(JobId from, Func<JobId, List<JobId>> read)
    {
        List<JobId> chunk;
        do
        {
            chunk = read(from);
            foreach (var id in chunk)
            {
                yield return id;
                from = id;
            }
        }
        while (chunk.Count == ChunkSize);
    }

    private static List<JobId> Read(Statement row)
    {
        var ids = new List<JobId>();
        while (row.Step())
        {
            ids.Add(row.Id(0));
        }
        return ids;
    }
}
