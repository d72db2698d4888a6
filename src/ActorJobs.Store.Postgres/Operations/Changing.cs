using ActorJobs.Rules;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Changes that people ask for. All run in a transaction that no claim can cross.</summary>
internal static class Changing
{
    /// <summary>Applies a change to one job.</summary>
    public static async Task<ChangeResult> RunInTransactionAsync(
        NpgsqlConnection connection, BulkChange change, JobId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await FenceAsync(connection, cancellationToken);
        var heads = await JobHead.HoldInTransactionAsync(connection, [id], cancellationToken);
        if (!heads.TryGetValue(id, out var head))
        {
            return new ChangeResult(ChangeKind.Unknown);
        }
        if (!Applies(change, head))
        {
            return new ChangeResult(
                change == BulkChange.Retry && head.State.CanRetry() ? ChangeKind.KeyHeld : ChangeKind.NotApplicable, head.State);
        }
        var changed = await ApplyAsync(connection, change, [head], now, cancellationToken);
        return change switch
        {
            BulkChange.Cancel when head.State == JobState.Running => new ChangeResult(
                ChangeKind.Requested, JobState.Running, new RunningJob(id, head.Node!.Value, head.Lane.Priority)),
            BulkChange.Cancel => new ChangeResult(ChangeKind.Done, JobState.Cancelled),
            BulkChange.Retry when changed.Count == 0 => new ChangeResult(ChangeKind.KeyHeld, head.State),
            BulkChange.Retry => new ChangeResult(ChangeKind.Done, JobState.Ready, Lane: head.Lane),
            _ => new ChangeResult(ChangeKind.Done),
        };
    }

    /// <summary>Lets no claim come between what is read and what is changed.</summary>
    public static async Task FenceAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("fence");
        _ = await batch.RunAsync(cancellationToken);
    }

    /// <summary>True when the change can be made to the job as it is.</summary>
    public static bool Applies(BulkChange change, JobHead head) => change switch
    {
        BulkChange.Cancel => !head.State.IsFinal(),
        BulkChange.Retry => head.State.CanRetry() && head.KeyHolder is null,
        BulkChange.Delete => head.State.CanDelete(),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "No such change."),
    };

    /// <summary>Makes a change that applies; answers the jobs changed.</summary>
    public static async Task<List<JobHead>> ApplyAsync(
        NpgsqlConnection connection, BulkChange change, List<JobHead> heads, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection);
        switch (change)
        {
            case BulkChange.Cancel:
                AddCancel(batch, heads, now);
                break;
            case BulkChange.Retry:
                AddRetry(batch, heads, now);
                break;
            default:
                _ = batch.Add("delete").With(Ids(heads)).Add("waits_forget").With(Ids(heads)).Settle(Ids(heads), now);
                break;
        }
        await using var row = await batch.ReadAsync(cancellationToken);
        var revived = new HashSet<JobId>();
        do
        {
            while (await row.ReadAsync(cancellationToken))
            {
                if (row.GetFieldType(0) == typeof(Guid))
                {
                    _ = revived.Add(new JobId(row.GetGuid(0)));
                }
            }
        }
        while (await row.NextResultAsync(cancellationToken));
        return change == BulkChange.Retry
            ? [.. heads.Where(head => !head.State.IsFinal() || revived.Contains(head.Id))]
            : heads;
    }

    private static void AddCancel(StatementBatch batch, List<JobHead> heads, DateTimeOffset now)
    {
        var waiting = heads.Where(head => head.State != JobState.Running).ToList();
        var running = heads.Where(head => head.State == JobState.Running).ToList();
        if (waiting.Count > 0)
        {
            _ = batch.Add("cancel_waiting").With(Ids(waiting)).With(now.UtcDateTime).Settle(Ids(waiting), now);
        }
        if (running.Count > 0)
        {
            _ = batch.Add("cancel_running").With(Ids(running));
        }
    }

    private static void AddRetry(StatementBatch batch, List<JobHead> heads, DateTimeOffset now)
    {
        var waiting = heads.Where(head => !head.State.IsFinal()).ToList();
        var ended = heads.Where(head => head.State.IsFinal()).ToList();
        _ = batch.Add("position_hold");
        if (waiting.Count > 0)
        {
            _ = batch.Add("retry_waiting").With(Ids(waiting)).With(now.UtcDateTime);
        }
        if (ended.Count > 0)
        {
            _ = batch.Add("retry_ended").With(Ids(ended)).With(now.UtcDateTime);
        }
    }

    private static Guid[] Ids(List<JobHead> heads) => [.. heads.Select(head => head.Id.Value)];
}
