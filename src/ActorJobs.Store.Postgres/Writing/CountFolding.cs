using ActorJobs.Stores.Postgres.Connections;

namespace ActorJobs.Stores.Postgres.Writing;

/// <summary>
/// Keeps the table of counts short: when this process has appended enough differences it replaces them by their sums, in the
/// background. A fold that fails costs nothing but the next look at the counts.
/// </summary>
internal sealed class CountFolding(StoreConnections connections)
{
    private const int Enough = 1000;

    private int _rows;
    private int _folding;

    /// <summary>A transaction appended differences.</summary>
    public void Note()
    {
        if (Interlocked.Increment(ref _rows) >= Enough && Interlocked.Exchange(ref _folding, 1) == 0)
        {
            Volatile.Write(ref _rows, 0);
            _ = Task.Run(FoldAsync);
        }
    }

    private async Task FoldAsync()
    {
        try
        {
            _ = await connections.UseAsync(static async (connection, cancelled) =>
            {
                await using var batch = new StatementBatch(connection).Add("counts_fold");
                return await batch.RunAsync(cancelled);
            }, CancellationToken.None);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or ObjectDisposedException)
        {
            // The next thousand differences bring the next fold.
        }
        finally
        {
            Volatile.Write(ref _folding, 0);
        }
    }
}
