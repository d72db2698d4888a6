using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Opening;
using ActorJobs.Stores.Redis.Operations;
using ActorJobs.Stores.Redis.Reading;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis;

/// <summary>
/// The job store on Redis Streams: a stream and a consumer group per lane, a record per job, a script per batch.
/// </summary>
/// <remarks>
/// A write is acknowledged when Redis has done it. How much of that a crash of the server can lose is up to its
/// <c>appendonly</c> and <c>appendfsync</c>; opening says what it found. Times are kept in whole milliseconds.
/// </remarks>
/// <param name="options">The server and limits; checked by <see cref="OpenAsync"/>.</param>
/// <param name="time">Times the waits for room and for answers; every other time comes with its call.</param>
/// <param name="logger">Told of opening, closing and what a crash of the server would lose.</param>
public sealed partial class RedisJobStore(
    RedisStoreOptions options, TimeProvider time, ILogger<RedisJobStore> logger) : IJobStore
{
    private readonly Lock _gate = new();
    private volatile Parts? _parts;
    private bool _opening;
    private Task? _closing;

    /// <inheritdoc />
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing is not null, this);
            if (_opening || _parts is not null)
            {
                throw new InvalidOperationException("The store is open already.");
            }
            _opening = true;
        }
        try
        {
            var faults = options.Faults();
            if (!faults.IsEmpty)
            {
                throw new StoreConfigurationException(string.Join(' ', faults));
            }
            _ = RedisAddress.TryParse(options.Url, out var address, out _);
            await KeepAsync(await StoreOpening.OpenAsync(address!, options, time, cancellationToken));
        }
        finally
        {
            _opening = false;
        }
    }

    /// <inheritdoc />
    public Task PingAsync(CancellationToken cancellationToken) =>
        Open.Link.ReadAsync(db => db.PingAsync(), cancellationToken);

    /// <inheritdoc />
    public async Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken)
    {
        var answer = await Open.Link.ReadAsync(db => db.ExecuteAsync("TIME"), cancellationToken);
        var parts = (RedisResult[])answer!;
        return DateTimeOffset.FromUnixTimeSeconds((long)parts[0]).AddMicroseconds((long)parts[1]);
    }

    /// <summary>Refuses further calls, waits for enqueues that were taken, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        Task closing;
        lock (_gate)
        {
            closing = _closing ??= CloseAsync();
        }
        await closing;
    }

    private Parts Open
    {
        get
        {
            ObjectDisposedException.ThrowIf(_closing is not null, this);
            return _parts ?? throw new InvalidOperationException("The store is not open; call OpenAsync first.");
        }
    }

    private async Task KeepAsync(OpenedStore opened)
    {
        bool isClosed;
        lock (_gate)
        {
            isClosed = _closing is not null;
            _parts = isClosed ? null : new Parts(opened.Link, options, time);
        }
        if (isClosed)
        {
            await opened.Link.DisposeAsync();
            throw new ObjectDisposedException(nameof(RedisJobStore));
        }
        LogOpened(
            opened.Link.Server, options.Prefix, opened.SchemaFound, SchemaVersion.Newest, ServerRules.Durability(opened.Facts));
        foreach (var warning in ServerRules.Warnings(opened.Facts))
        {
            LogWarning(opened.Link.Server, warning);
        }
    }

    private async Task CloseAsync()
    {
        if (_parts is { } parts)
        {
            await parts.Enqueuing.CloseAsync();
            await parts.Link.DisposeAsync();
            LogClosed(parts.Link.Server);
        }
    }

    private sealed class Parts
    {
        public Parts(RedisLink link, RedisStoreOptions options, TimeProvider time)
        {
            Link = link;
            Enqueuing = new Enqueuing(link, options, time);
            Claims = new ClaimReading(link);
            Ids = new JobIds(link, Claims);
            Jobs = new JobReading(link, Ids);
        }

        public RedisLink Link { get; }

        public Enqueuing Enqueuing { get; }

        public ClaimReading Claims { get; }

        public JobIds Ids { get; }

        public JobReading Jobs { get; }
    }

    [LoggerMessage(2301, LogLevel.Information,
        "Redis store {Server}, prefix {Prefix}, is open; schema version {Found}, now {Version}. {Durability}")]
    private partial void LogOpened(string server, string prefix, int found, int version, string durability);

    [LoggerMessage(2302, LogLevel.Information, "Redis store {Server} is closed.")]
    private partial void LogClosed(string server);

    [LoggerMessage(2303, LogLevel.Warning, "Redis store {Server} may lose jobs. {Warning}")]
    private partial void LogWarning(string server, string warning);
}
