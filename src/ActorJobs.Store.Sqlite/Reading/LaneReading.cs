using System.Collections.Immutable;
using ActorJobs.Stores.Sqlite.Connections;
using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Reading;

/// <summary>Reads ready jobs for the queue reader.</summary>
internal static class LaneReading
{
    /// <summary>A page of a lane.</summary>
    public static LanePage Read(Connection db, (Lane Lane, LaneCursor After, int MaxCount, int MaxBytes) call)
    {
        var row = db["lane_read"].Start()
            .Bind(1, (long)call.Lane.Priority).Bind(2, call.Lane.Type).Bind(3, call.After.Position).Bind(4, call.MaxCount);
        var jobs = Map(row, call.Lane, call.MaxBytes, out var end);
        return new LanePage(
            jobs, jobs.IsEmpty ? call.After : new LaneCursor(jobs[^1].Position), end && jobs.Length < call.MaxCount);
    }

    /// <summary>The first jobs of a lane with a concurrency key.</summary>
    public static ImmutableArray<ReadyJob> ReadKey(Connection db, (Lane Lane, string Key, int MaxCount) call) =>
        Map(
            db["lane_read_key"].Start()
                .Bind(1, (long)call.Lane.Priority).Bind(2, call.Lane.Type).Bind(3, call.Key).Bind(4, call.MaxCount),
            call.Lane, int.MaxValue, out _);

    /// <summary>The jobs whose claims stand.</summary>
    public static ImmutableArray<StandingJob> ReadStanding(Connection db)
    {
        var jobs = ImmutableArray.CreateBuilder<StandingJob>();
        foreach (var claim in ClaimRows.ReadAll(db))
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

    private static ImmutableArray<ReadyJob> Map(Statement row, Lane lane, int maxBytes, out bool end)
    {
        var jobs = ImmutableArray.CreateBuilder<ReadyJob>();
        var bytes = 0L;
        end = true;
        while (row.Step())
        {
            var payload = row.Bytes(11).ToArray();
            bytes += payload.Length;
            jobs.Add(new ReadyJob
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
                Payload = payload,
                Trace = row.Text(12),
                DueAt = row.Time(13),
            });
            if (bytes >= maxBytes)
            {
                end = false;
                _ = row.Start(); // an unfinished read would hold its snapshot and keep the log from shrinking
                break;
            }
        }
        return jobs.DrainToImmutable();
    }
}
