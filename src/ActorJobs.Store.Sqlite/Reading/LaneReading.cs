using System.Collections.Immutable;
using ActorJobs.Stores.Sqlite.Connections;
using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Reading;

/// <summary>Reads ready jobs for the queue reader.</summary>
internal static class LaneReading
{
    /// <summary>
    /// A page of a lane: what a partition has among as many jobs as the page may hold times the number of partitions.
    /// </summary>
    public static LanePage Read(
        Connection db, (Lane Lane, Partition Partition, LaneCursor After, int MaxCount, int MaxBytes) call)
    {
        var most = (long)call.MaxCount * call.Partition.Count;
        var row = db["lane_read"].Start()
            .Bind(1, (long)call.Lane.Priority).Bind(2, call.Lane.Type).Bind(3, call.After.Position).Bind(4, most);
        var jobs = ImmutableArray.CreateBuilder<ReadyJob>();
        var (next, lookedAt, bytes) = (call.After, 0L, 0L);
        while (row.Step())
        {
            lookedAt++;
            next = new LaneCursor(row.Long(1));
            if (call.Partition.Count > 1 && !call.Partition.Holds(row.Id(0), row.Text(8)))
            {
                continue;
            }
            var job = Map(row, call.Lane);
            jobs.Add(job);
            bytes += job.Payload.Length;
            if (bytes >= call.MaxBytes || (jobs.Count == call.MaxCount && lookedAt < most))
            {
                _ = row.Start(); // an unfinished read would hold its snapshot and keep the log from shrinking
                return new LanePage(jobs.DrainToImmutable(), next, End: false);
            }
        }
        return new LanePage(jobs.DrainToImmutable(), next, lookedAt < most);
    }

    /// <summary>The first jobs of a lane with a concurrency key.</summary>
    public static ImmutableArray<ReadyJob> ReadKey(Connection db, (Lane Lane, string Key, int MaxCount) call)
    {
        var row = db["lane_read_key"].Start()
            .Bind(1, (long)call.Lane.Priority).Bind(2, call.Lane.Type).Bind(3, call.Key).Bind(4, call.MaxCount);
        var jobs = ImmutableArray.CreateBuilder<ReadyJob>();
        while (row.Step())
        {
            jobs.Add(Map(row, call.Lane));
        }
        return jobs.DrainToImmutable();
    }

    /// <summary>The jobs whose claims stand, of those that a partition adopts.</summary>
    public static ImmutableArray<StandingJob> ReadStanding(Connection db, Partition partition)
    {
        var jobs = ImmutableArray.CreateBuilder<StandingJob>();
        foreach (var claim in ClaimRows.ReadAll(db).Where(claim => partition.Adopts(claim.Epoch.Partition)))
        {
            foreach (var job in claim.Jobs)
            {
                var row = db["jobs_standing"].Start().Bind(1, job.Id);
                if (row.Step())
                {
                    jobs.Add(new StandingJob(
                        claim.Id, claim.Node, claim.At, job, new Lane((Priority)row.Int(0), row.Text(1)!), row.Text(2),
                        row.Int(3)));
                }
                _ = row.Start();
            }
        }
        return jobs.ToImmutable();
    }

    private static ReadyJob Map(Statement row, Lane lane) => new()
    {
        Id = row.Id(0),
        Lane = lane,
        Position = row.Long(1),
        AttemptsUsed = row.Int(2),
        RetryBase = row.Int(3),
        MaxRetries = row.Int(4),
        Interruptions = row.Int(5),
        Timeout = TimeSpan.FromMilliseconds(row.Long(6)),
        CreatedAt = row.Time(7)!.Value,
        ConcurrencyKey = row.Text(8),
        Tags = StoredForms.TagsFromText(row.Text(9)),
        Parent = row.IsNull(10) ? null : row.Id(10),
        Payload = row.Bytes(11).ToArray(),
        Trace = row.Text(12),
        DueAt = row.Time(13),
    };
}
