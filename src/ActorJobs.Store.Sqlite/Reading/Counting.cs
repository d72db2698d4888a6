using System.Collections.Immutable;
using ActorJobs.Stores.Sqlite.Connections;
using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Reading;

/// <summary>Jobs of a lane in a state.</summary>
internal readonly record struct LaneCount(long LaneNumber, Lane Lane, JobState State, long Jobs);

/// <summary>Counts, which the writer keeps, so that nothing is scanned.</summary>
internal static class Counting
{
    /// <summary>All that are not zero, most urgent lanes first.</summary>
    public static List<LaneCount> ReadAll(Connection db)
    {
        var row = db["counts_all"].Start();
        var counts = new List<LaneCount>();
        while (row.Step())
        {
            counts.Add(new LaneCount(
                row.Long(0), new Lane((Priority)row.Int(1), row.Text(2)!), (JobState)row.Int(3), row.Long(4)));
        }
        return counts;
    }

    /// <summary>Lanes with ready jobs, most urgent first.</summary>
    public static ImmutableArray<Lane> Lanes(Connection db) =>
        [.. ReadAll(db).Where(count => count.State == JobState.Ready).Select(count => count.Lane)];

    /// <summary>Counts of the whole queue.</summary>
    public static StoreCounts Count(Connection db)
    {
        var counts = ReadAll(db);
        var byState = Names.States.ToImmutableDictionary(state => state, _ => 0L).ToBuilder();
        foreach (var count in counts)
        {
            byState[count.State] += count.Jobs;
        }
        var ready = counts.Where(count => count.State == JobState.Ready).ToList();
        return new StoreCounts(
            byState.ToImmutable(), ready.ToImmutableDictionary(count => count.Lane, count => count.Jobs),
            Oldest(db, ready));
    }

    private static ImmutableDictionary<Lane, DateTimeOffset> Oldest(Connection db, List<LaneCount> ready)
    {
        if (ready.Count == 0)
        {
            return ImmutableDictionary<Lane, DateTimeOffset>.Empty;
        }
        var claimed = ClaimRows.ReadAll(db).SelectMany(claim => claim.Jobs).Select(job => job.Id).ToHashSet();
        var oldest = ImmutableDictionary.CreateBuilder<Lane, DateTimeOffset>();
        foreach (var lane in ready)
        {
            // Ids sort by creation, so the first is the oldest.
            var first = JobIds.FindReady(db, lane.LaneNumber).First(id => !claimed.Contains(id));
            var row = db["jobs_created"].Start().Bind(1, first);
            _ = row.Step();
            oldest[lane.Lane] = row.Time(0)!.Value;
            row.Reset();
        }
        return oldest.ToImmutable();
    }
}
