using System.Collections.Immutable;
using ActorJobs.Rules;
using ActorJobs.Stores.Postgres.Connections;
using ActorJobs.Stores.Postgres.Writing;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Takes jobs in that may take the place of others with their unique key.</summary>
internal static class Replacing
{
    /// <summary>True when a job may replace another.</summary>
    public static bool Replaces(NewJob job) => job.UniqueKey is not null && job.OnDuplicate != UniquePolicy.Keep;

    /// <summary>Adds jobs one after the other, so that a later one of the call may replace an earlier.</summary>
    public static async Task<ImmutableArray<EnqueueResult>> RunInTransactionAsync(
        NpgsqlConnection connection, Lanes lanes, IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<EnqueueResult>(jobs.Count);
        foreach (var job in jobs)
        {
            results.Add(await AddAsync(connection, lanes, job, cancellationToken));
        }
        return results.MoveToImmutable();
    }

    /// <summary>
    /// Tries without the fence first: then a transaction of somebody's own that has just taken the key is not waited for with the fence
    /// held, which would keep the queue reader from claiming. What that locked is let go of before the fence is asked for, as all others
    /// come to the key with the fence in hand.
    /// </summary>
    private static async Task<EnqueueResult> AddAsync(
        NpgsqlConnection connection, Lanes lanes, NewJob job, CancellationToken cancellationToken)
    {
        await DoAsync(connection, "replace_try", cancellationToken);
        var added = await TryAsync(connection, lanes, job, cancellationToken);
        if (!added.Duplicate)
        {
            return added;
        }
        await DoAsync(connection, "replace_undo", cancellationToken);
        if (!Replaces(job))
        {
            return added;
        }
        await Changing.FenceAsync(connection, cancellationToken);
        var heads = await JobHead.HoldInTransactionAsync(connection, [added.Id], cancellationToken);
        if (heads.TryGetValue(added.Id, out var holder) && !holder.State.IsFinal())
        {
            if (holder.State == JobState.Running && job.OnDuplicate != UniquePolicy.Latest)
            {
                return added with { State = JobState.Running };
            }
            if (holder.State != JobState.Running)
            {
                _ = await Changing.ApplyAsync(connection, BulkChange.Cancel, [holder], job.CreatedAt, cancellationToken);
            }
            await using var release = new StatementBatch(connection)
                .Add("unique_release").With(job.Type).With(job.UniqueKey!).With(added.Id.Value);
            _ = await release.RunAsync(cancellationToken);
        }
        return await TryAsync(connection, lanes, job, cancellationToken);
    }

    private static async Task DoAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add(statement);
        _ = await batch.RunAsync(cancellationToken);
    }

    private static async Task<EnqueueResult> TryAsync(
        NpgsqlConnection connection, Lanes lanes, NewJob job, CancellationToken cancellationToken)
    {
        var results = await Enqueuing.RunAsync(
            connection, lanes, [job with { OnDuplicate = UniquePolicy.Keep }], cancellationToken);
        return results[0];
    }
}
