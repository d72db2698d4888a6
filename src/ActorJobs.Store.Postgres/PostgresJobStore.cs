using ActorJobs.Stores.Postgres.Connections;
using ActorJobs.Stores.Postgres.Opening;
using ActorJobs.Stores.Postgres.Writing;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Stores.Postgres;

/// <summary>
/// The job store on PostgreSQL 13 or newer: claims as one row per batch, enqueues that share commits, history apart.
/// </summary>
/// <remarks>
/// Everything is kept in schema <c>actorjobs</c> of the database; several nodes and several clusters' worth of other
/// programs may use the database beside it. Times are kept in microseconds.
/// </remarks>
/// <param name="options">The server and the limits; checked by <see cref="OpenAsync"/>.</param>
/// <param name="time">Times the waits for room; every other time comes with its call.</param>
/// <param name="logger">Told of opening, closing and faults.</param>
public sealed partial class PostgresJobStore(
    PostgresStoreOptions options, TimeProvider time, ILogger<PostgresJobStore> logger) : IJobStore
{
    private StoreConnections? _connections;
    private Lanes? _lanes;
    private CountFolding? _folding;
    private EnqueueWriter? _enqueues;
    private bool _closed;

    private StoreConnections Connections => _connections ?? throw NotOpen();

    private Lanes Lanes => _lanes ?? throw NotOpen();

    /// <inheritdoc />
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (_enqueues is not null)
        {
            throw new InvalidOperationException("The store is open already.");
        }
        var faults = options.Faults();
        if (!faults.IsEmpty)
        {
            throw new StoreConfigurationException(string.Join(' ', faults));
        }
        var connections = _connections ??= new StoreConnections(options);
        var found = await Migrations.ApplyAsync(connections, cancellationToken);
        _lanes = new Lanes(connections);
        _folding = new CountFolding(connections);
        _enqueues = new EnqueueWriter(connections, _lanes, _folding, options, time);
        LogOpened(connections.Server, found, Migrations.Newest);
    }

    /// <inheritdoc />
    public Task PingAsync(CancellationToken cancellationToken) => GetTimeAsync(cancellationToken);

    /// <inheritdoc />
    public Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) =>
        Connections.UseAsync(static async (connection, cancelled) =>
        {
            await using var batch = new StatementBatch(connection).Add("time");
            await using var row = await batch.ReadAsync(cancelled);
            _ = await row.ReadAsync(cancelled);
            return row.GetFieldValue<DateTimeOffset>(0);
        }, cancellationToken);

    /// <summary>Refuses further calls, writes what waits and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closed)
        {
            return;
        }
        _closed = true;
        if (_enqueues is not null)
        {
            await _enqueues.DisposeAsync();
        }
        if (_connections is not null)
        {
            await _connections.DisposeAsync();
            LogClosed(_connections.Server);
        }
    }

    private static InvalidOperationException NotOpen() => new("The store is not open; call OpenAsync first.");

    [LoggerMessage(2201, LogLevel.Information, "PostgreSQL store {Server} is open; schema version {Found}, now {Version}.")]
    private partial void LogOpened(string server, int found, int version);

    [LoggerMessage(2202, LogLevel.Information, "PostgreSQL store {Server} is closed.")]
    private partial void LogClosed(string server);
}
