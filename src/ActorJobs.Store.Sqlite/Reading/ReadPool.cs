using System.Collections.Concurrent;
using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Reading;

/// <summary>Connections that only read, each on a snapshot of its own: reads neither wait for the writer nor hold it up.</summary>
internal sealed class ReadPool : IDisposable
{
    private readonly ConcurrentBag<Connection> _idle = [];
    private readonly SemaphoreSlim _free;
    private readonly string _path;

    /// <summary>Takes over connections.</summary>
    public ReadPool(IReadOnlyCollection<Connection> connections, string path)
    {
        foreach (var connection in connections)
        {
            _idle.Add(connection);
        }
        _free = new SemaphoreSlim(connections.Count);
        _path = path;
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

    public void Dispose()
    {
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
        _free.Dispose();
    }

    private TResult Read<TArgument, TResult>(TArgument argument, Func<Connection, TArgument, TResult> read)
    {
        _ = _idle.TryTake(out var connection);
        try
        {
            _ = connection!["begin_read"].Execute();
            var result = read(connection, argument);
            _ = connection["commit"].Execute();
            return result;
        }
        catch (SqliteFault fault)
        {
            throw StoreFaults.AtRunTime(fault, _path);
        }
        finally
        {
            if (connection!.InTransaction)
            {
                connection.Abandon();
            }
            _idle.Add(connection);
        }
    }
}
