using ActorJobs.Handlers;
using ActorJobs.Stores.Postgres.Connections;
using ActorJobs.Stores.Postgres.Operations;
using Npgsql;

namespace ActorJobs.Stores.Postgres;

/// <summary>Completes a job inside its handler's own transaction.</summary>
public static class PostgresJobContextExtensions
{
    /// <summary>
    /// Completes the job, with its result and the jobs it enqueued, when the transaction commits: the handler's own writes
    /// and the completion happen both or not at all. To be called last, before the commit; then return. When the handler
    /// returns without a commit the attempt has failed and is retried as its policy says.
    /// </summary>
    /// <param name="context">The job being run.</param>
    /// <param name="transaction">An open transaction of the database that holds the store.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="AttemptOverException">
    /// This attempt no longer stands, for example because its node was believed dead and the job was given to another: roll
    /// the transaction back, as it does when the exception leaves its block.
    /// </exception>
    /// <exception cref="InvalidOperationException">Called twice, or after the attempt has ended.</exception>
    public static async Task CompleteAsync(
        this IJobContext context, NpgsqlTransaction transaction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(transaction);
        var connection = PostgresJobClientExtensions.ConnectionOf(transaction);
        var completion = context.HandOverCompletion();
        if (!await EndAsync(connection, completion, cancellationToken))
        {
            throw new AttemptOverException(completion.Job.Id, completion.Job.Attempt);
        }
        if (!completion.Children.IsDefaultOrEmpty)
        {
            _ = await OutsideEnqueuing.AddInTransactionAsync(
                connection, completion.Children, [.. completion.Children.Select(_ => (TimeSpan?)null)], cancellationToken);
        }
    }

    private static async Task<bool> EndAsync(
        NpgsqlConnection connection, JobOutcome.Succeeded completion, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection);
        OutcomeColumns.AddEnded(batch, "complete", [completion]);
        await using var row = await batch.ReadAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken);
    }
}
