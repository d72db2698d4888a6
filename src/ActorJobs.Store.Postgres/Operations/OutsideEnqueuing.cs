using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Stores.Postgres.Connections;
using ActorJobs.Stores.Postgres.Writing;
using Npgsql;
using NpgsqlTypes;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Adds jobs on a connection that is not ours, in whatever transaction it has open.</summary>
internal static class OutsideEnqueuing
{
    /// <summary>Adds jobs in order. A delay counts by the server's clock.</summary>
    public static async Task<ImmutableArray<EnqueueResult>> AddInTransactionAsync(
        NpgsqlConnection connection, IReadOnlyList<NewJob> jobs, IReadOnlyList<TimeSpan?> delays,
        CancellationToken cancellationToken)
    {
        if (jobs.Any(Settling.Waits))
        {
            throw new InvalidJobException(["after is not possible inside a transaction of one's own, which others would have to "
                + "wait for; enqueue the workflow by the client, or let a job enqueue it."]);
        }
        if (jobs.Any(Replacing.Replaces))
        {
            throw new InvalidJobException(["onDuplicate is not possible inside a transaction of one's own, as no job could be handed out "
                + "until it ends; enqueue by the client, or let a job enqueue it."]);
        }
        await using var batch = new StatementBatch(connection);
        for (var i = 0; i < jobs.Count; i++)
        {
            Add(batch, jobs[i], delays[i]);
        }
        var results = ImmutableArray.CreateBuilder<EnqueueResult>(jobs.Count);
        await using var row = await batch.ReadAsync(cancellationToken);
        do
        {
            while (await row.ReadAsync(cancellationToken))
            {
                results.Add(new EnqueueResult(
                    new JobId(row.GetGuid(0)), (JobState)row.GetInt16(1), row.GetBoolean(2)));
            }
        }
        while (await row.NextResultAsync(cancellationToken));
        return results.DrainToImmutable();
    }

    private static void Add(StatementBatch batch, NewJob job, TimeSpan? delay)
    {
        var runAt = delay is null ? job.RunAt?.DueTime() : null;
        _ = batch.Add("enqueue_outside")
            .With(job.Id.Value).With(job.Type).With((short)job.Priority).With(JobColumns.Bytes(job.Payload))
            .With(runAt, NpgsqlDbType.TimestampTz)
            .With(delay, NpgsqlDbType.Interval)
            .With(job.MaxRetries).With((int)job.Timeout.TotalMilliseconds)
            .With(job.UniqueKey, NpgsqlDbType.Text)
            .With(job.UniqueFor, NpgsqlDbType.Interval)
            .With(job.ConcurrencyKey, NpgsqlDbType.Text)
            .With(job.Tags.IsDefaultOrEmpty ? [] : job.Tags.ToArray())
            .With(StoredForms.TagsToText(job.Tags), NpgsqlDbType.Text)
            .With(job.Parent?.Value, NpgsqlDbType.Uuid);
    }
}
