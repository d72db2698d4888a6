using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Reading;

/// <summary>
/// Connections that only read, each on a snapshot of its own: reads neither wait for the writer nor hold it up.
/// </summary>
internal sealed class ReadPool : IAsyncDisposable
{
    private readonly ConcurrentBag<Connection> _idle = [];
    [SuppressMessage("Reliability", "CA2213", Justification = "Late readers still ask it, and it holds nothing to free.")]
    private readonly SemaphoreSlim _free;

    private readonly string _path;
    private readonly int _count;

    /// <summary>Takes over connections.</summary>
    public ReadPool(IReadOnlyCollection<Connection> connections, string path)
    {
        foreach (var connection in connections)
        {
            _idle.Add(connection);
        }
        _free = new SemaphoreSlim(connections.Count);
        _path = path;
        _count = connections.Count;
    }

    /// <summary>Reads within one snapshot, off the caller's thread.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be read.</exception>
    public async Task<TResult> ReadAsync<TArgument, TResult>(
        TArgument argument, Func<Connection, TArgument, TResult> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(argument, read), CancellationToken.None);
        }
        finally
        {
            _ = _free.Release();
        }
    }

    /// <summary>Closes the connections once the reads on them have ended; later reads are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < _count; i++)
        {
            await _free.WaitAsync();
        }
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
        _ = _free.Release(_count);
    }

    private TResult Read<TArgument, TResult>(TArgument argument, Func<Connection, TArgument, TResult> read)
    {
        // Whoever comes in finds one, unless the pool was closed.
        ObjectDisposedException.ThrowIf(!_idle.TryTake(out var connection), typeof(SqliteJobStore));
        try
        {
            _ = connection["begin_read"].Execute();
            var result = read(connection, argument);
            connection.EndStatements();
            _ = connection["commit"].Execute();
            return result;
        }
        catch (SqliteFault fault)
        {
            throw StoreFaults.AtRunTime(fault, _path);
        }
        finally
        {
            if (connection.InTransaction)
            {
                connection.Abandon();
            }
            _idle.Add(connection);
        }
    }
}
