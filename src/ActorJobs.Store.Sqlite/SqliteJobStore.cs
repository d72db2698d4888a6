using ActorJobs.Stores.Sqlite.Connections;
using ActorJobs.Stores.Sqlite.Opening;
using ActorJobs.Stores.Sqlite.Reading;
using ActorJobs.Stores.Sqlite.Tables;
using ActorJobs.Stores.Sqlite.Writing;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Stores.Sqlite;

/// <summary>
/// The job store for one machine: a SQLite file with a write-ahead log, one writer, and commits shared by all writes.
/// </summary>
/// <remarks>
/// A process holds its file alone (a lock beside it, which the kernel gives back even after kill -9). Times are kept in
/// whole milliseconds. Enqueued jobs and outcomes are on the disk when their task completes; a claim, a report or a
/// purge survives the end of the process at once and a power cut from the next such commit on.
/// </remarks>
/// <param name="options">The file and its limits; checked by <see cref="OpenAsync"/>.</param>
/// <param name="time">Times the waits for room; every other time comes with its call.</param>
/// <param name="logger">Told of opening, closing and faults.</param>
public sealed partial class SqliteJobStore(
    SqliteStoreOptions options, TimeProvider time, ILogger<SqliteJobStore> logger) : IJobStore
{
    private readonly Lock _gate = new();
    private FileStream? _lock;
    private WriteQueue? _queue;
    private Writer? _writer;
    private ReadPool? _readers;
    private Task? _closing;

    /// <summary>Transactions committed since the store was opened.</summary>
    internal long Commits => _writer?.Commits ?? 0;

    /// <inheritdoc />
    public Task OpenAsync(CancellationToken cancellationToken) => Task.Run(Open, cancellationToken);

    /// <inheritdoc />
    public Task PingAsync(CancellationToken cancellationToken) =>
        ReadAsync(0, static (db, _) => db["ping"].Start().Execute(), cancellationToken);

    /// <inheritdoc />
    public Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => Task.FromResult(time.GetUtcNow());

    /// <summary>
    /// Refuses further calls, does the writes that wait, empties the log into the file and closes it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task closing;
        lock (_gate)
        {
            closing = _closing ??= CloseAsync();
        }
        await closing;
    }

    private void Open()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing is not null, this);
            if (_writer is not null)
            {
                throw new InvalidOperationException("The store is open already.");
            }
            var faults = options.Faults();
            if (!faults.IsEmpty)
            {
                throw new StoreConfigurationException(string.Join(' ', faults));
            }
            var path = Path.GetFullPath(options.Path);
            var opened = new Stack<IDisposable>();
            try
            {
                OpenFile(path, opened);
            }
            catch (Exception fault)
            {
                while (opened.TryPop(out var part))
                {
                    part.Dispose();
                }
                throw fault is SqliteFault sqlite ? StoreFaults.AtOpen(sqlite, path) : fault;
            }
        }
    }

    private void OpenFile(string path, Stack<IDisposable> opened)
    {
        T Keep<T>(T part)
            where T : IDisposable
        {
            opened.Push(part);
            return part;
        }

        var fileLock = Keep(StoreFile.Lock(path));
        var writing = Keep(StoreConnections.OpenWriter(path, options));
        var found = Migrations.Apply(writing, path);
        var reading = new List<Connection>();
        for (var i = 0; i < options.ReadConnections; i++)
        {
            reading.Add(Keep(StoreConnections.OpenReader(path, options)));
        }
        var queue = new WriteQueue(options.MaxPendingWrites, options.MaxPendingBytes, options.RoomTimeout, time);
        _writer = new Writer(writing, queue, path, fault => LogGivenUp(path, fault));
        (_lock, _queue, _readers) = (fileLock, queue, new ReadPool(reading, path));
        LogOpened(path, found, Migrations.Newest);
    }

    private async Task CloseAsync()
    {
        if (_writer is null)
        {
            return;
        }
        _queue!.Close();
        await _writer.Ended;
        await _readers!.DisposeAsync();
        _writer.Dispose();
        _queue.Dispose();
        await _lock!.DisposeAsync();
        LogClosed(options.Path);
    }

    private Task<TResult> ReadAsync<TArgument, TResult>(
        TArgument argument, Func<Connection, TArgument, TResult> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closing is not null, this);
        return (_readers ?? throw NotOpen()).ReadAsync(argument, read, cancellationToken);
    }

    private async Task<TResult> WriteAsync<TArgument, TResult>(
        WriteKind kind, int jobs, long bytes, TArgument argument, Func<StoreTables, TArgument, TResult> work,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var write = new WriteOperation<TArgument, TResult>(argument, work) { Kind = kind, Jobs = jobs, Bytes = bytes };
        await (_queue ?? throw NotOpen()).AddAsync(write, cancellationToken);
        return await write.Done.WaitAsync(cancellationToken);
    }

    private static InvalidOperationException NotOpen() => new("The store is not open; call OpenAsync first.");

    [LoggerMessage(2101, LogLevel.Information, "SQLite store {Path} is open; schema version {Found}, now {Version}.")]
    private partial void LogOpened(string path, int found, int version);

    [LoggerMessage(2102, LogLevel.Information, "SQLite store {Path} is closed.")]
    private partial void LogClosed(string path);

    [LoggerMessage(2103, LogLevel.Error, "A transaction on SQLite store {Path} was given up.")]
    private partial void LogGivenUp(string path, Exception fault);
}
