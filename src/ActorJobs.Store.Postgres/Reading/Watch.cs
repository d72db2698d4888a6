using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Reading;

/// <summary>
/// Listens for jobs from outside of the cluster, on a connection of its own. Calls after each (re)connection too, as
/// something may have come while nobody listened.
/// </summary>
internal static class Watch
{
    private static readonly TimeSpan Backoff = TimeSpan.FromSeconds(2);

    /// <summary>Listens until it is cancelled.</summary>
    public static async Task RunAsync(
        StoreConnections connections, Action noted, Action<Exception> broken, TimeProvider time,
        CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(connections, noted, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception fault) when (StoreFaults.IsOfTheStore(fault))
            {
                broken(fault);
                await Task.Delay(Backoff, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task ListenAsync(StoreConnections connections, Action noted, CancellationToken cancellationToken)
    {
        var parameters = new NpgsqlConnectionStringBuilder(connections.Parameters.ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(parameters.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using (var batch = new StatementBatch(connection).Add("listen"))
        {
            _ = await batch.RunAsync(cancellationToken);
        }
        connection.Notification += (_, _) => noted();
        noted();
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }
}
