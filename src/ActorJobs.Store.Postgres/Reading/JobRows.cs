using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Reading;

/// <summary>Turns the rows of <c>jobs_get</c> into snapshots.</summary>
internal static class JobRows
{
    private const int ClaimNode = 23;
    private const int ClaimedAt = 24;
    private const int Trace = 25;

    /// <summary>Reads all rows of the current result.</summary>
    public static async Task<Dictionary<JobId, JobSnapshot>> ReadAsync(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        var jobs = new Dictionary<JobId, JobSnapshot>();
        while (await row.ReadAsync(cancellationToken))
        {
            var job = Map(row);
            jobs[job.Id] = row.IsDBNull(ClaimNode) ? job : AsRunning(job, row);
        }
        return jobs;
    }

    private static JobSnapshot AsRunning(JobSnapshot job, NpgsqlDataReader row) => job with
    {
        State = JobState.Running,
        Attempt = job.Attempt + 1,
        StartedAt = Time(row, ClaimedAt),
        Node = row.GetString(ClaimNode),
    };

    private static JobSnapshot Map(NpgsqlDataReader row) => new()
    {
        Id = new JobId(row.GetGuid(0)),
        Priority = (Priority)row.GetInt16(1),
        Type = row.GetString(2),
        State = (JobState)row.GetInt16(3),
        Attempt = row.GetInt32(4),
        MaxRetries = row.GetInt16(5),
        Timeout = TimeSpan.FromMilliseconds(row.GetInt32(6)),
        CreatedAt = Time(row, 7)!.Value,
        RunAt = Time(row, 8) ?? Time(row, 7)!.Value,
        StartedAt = Time(row, 9),
        FinishedAt = Time(row, 10),
        Node = Text(row, 11),
        Payload = row.GetFieldValue<byte[]>(12),
        Result = row.IsDBNull(13) ? ReadOnlyMemory<byte>.Empty : row.GetFieldValue<byte[]>(13),
        Errors = StoredForms.ErrorsFromText(Text(row, 14)),
        UniqueKey = Text(row, 15),
        ConcurrencyKey = Text(row, 16),
        Tags = StoredForms.TagsFromText(Text(row, 17)),
        Parent = row.IsDBNull(18) ? null : new JobId(row.GetGuid(18)),
        CancelRequested = row.GetBoolean(19),
        Progress = row.IsDBNull(20) ? null : new JobProgress(row.GetDouble(20), Text(row, 21), Time(row, 22)!.Value),
        Trace = Text(row, Trace),
    };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
