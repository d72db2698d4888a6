using System.Collections.Immutable;
using System.Text.Json;
using ActorJobs.Client;
using ActorJobs.Json;
using ActorJobs.Payloads;
using ActorJobs.Stores.Postgres.Operations;
using Npgsql;

namespace ActorJobs.Stores.Postgres;

/// <summary>Enqueues inside the caller's own transaction.</summary>
public static class PostgresJobClientExtensions
{
    /// <summary>
    /// Enqueues a job that appears when the transaction commits, and not at all when it does not. The transaction must be one
    /// of the database that holds the store.
    /// </summary>
    /// <param name="client">Says what a job gets by default.</param>
    /// <param name="transaction">An open transaction; it stays the caller's to commit.</param>
    /// <param name="type">Job type.</param>
    /// <param name="args">Arguments, written as JSON by <see cref="JobJson"/>.</param>
    /// <param name="options">When, how urgent, how often retried; null for the defaults.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>
    /// State <see cref="JobState.Scheduled"/> for a job that is due at once too: the cluster takes it up after the commit,
    /// told by a notification.
    /// </returns>
    /// <remarks>
    /// A unique key is taken in the transaction as well: others who enqueue the same key wait until it is decided.
    /// </remarks>
    /// <exception cref="InvalidJobException">The job breaks a rule; the message names every fault.</exception>
    /// <exception cref="NpgsqlException">The driver's own, as for every statement of the transaction.</exception>
    public static async ValueTask<EnqueueResult> EnqueueAsync<TArgs>(
        this IJobClient client, NpgsqlTransaction transaction, string type, TArgs args, EnqueueOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var request = new JobRequest(type, JsonSerializer.SerializeToUtf8Bytes(args, JobJson.Options), options);
        return (await client.EnqueueManyAsync(transaction, [request], cancellationToken))[0];
    }

    /// <summary>Enqueues many jobs inside the caller's transaction, in one round trip.</summary>
    /// <param name="client">Says what a job gets by default.</param>
    /// <param name="transaction">An open transaction; it stays the caller's to commit.</param>
    /// <param name="requests">The jobs.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>One result per request, in order.</returns>
    /// <exception cref="InvalidJobException">A job breaks a rule; the message names every fault.</exception>
    public static async ValueTask<ImmutableArray<EnqueueResult>> EnqueueManyAsync(
        this IJobClient client, NpgsqlTransaction transaction, IReadOnlyList<JobRequest> requests,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(requests);
        var now = TimeProvider.System.GetUtcNow();
        var jobs = requests
            .Select(request => client.Protector.Protect(JobAdmission.Admit(request, client.Defaults, now))).ToArray();
        return await OutsideEnqueuing.AddInTransactionAsync(
            ConnectionOf(transaction), jobs, [.. requests.Select(request => request.Options?.Delay)], cancellationToken);
    }

    /// <exception cref="ArgumentException">The transaction has ended.</exception>
    internal static NpgsqlConnection ConnectionOf(NpgsqlTransaction transaction)
    {
        try
        {
            // A transaction that has ended still names its connection, where each statement would commit by itself; its
            // level it no longer tells.
            _ = transaction.IsolationLevel;
            return transaction.Connection!;
        }
        catch (InvalidOperationException fault)
        {
            throw new ArgumentException("The transaction has ended; give an open one.", nameof(transaction), fault);
        }
    }
}
