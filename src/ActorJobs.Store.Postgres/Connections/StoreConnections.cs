using Npgsql;

namespace ActorJobs.Stores.Postgres.Connections;

/// <summary>
/// The pool, and the one place where the driver's exceptions become the contract's. Statements are prepared by the driver
/// on each connection at their second use.
/// </summary>
internal sealed class StoreConnections : IAsyncDisposable
{
    private const int PreparedStatements = 200;

    // More often in a row means another fault.
    private const int MostCollisions = 5;

    // Several exchanges, each of which may be slow.
    private const int TransactionPatience = 3;

    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _pool;
    private readonly TimeSpan _patience;

    public StoreConnections(PostgresStoreOptions options)
    {
        if (!PostgresUrl.TryParse(options.Url, out var parameters))
        {
            throw new ArgumentException("The URL is not one of PostgreSQL.", nameof(options));
        }
        Server = PostgresUrl.Describe(parameters);
        var timeout = (int)Math.Ceiling(options.CommandTimeout.TotalSeconds);
        _patience = options.CommandTimeout + CancelPatience;
        parameters.ApplicationName ??= "actorjobs";
        parameters.MaxPoolSize = options.MaxConnections;
        parameters.CommandTimeout = timeout;
        parameters.CancellationTimeout = 1000;
        parameters.Timeout = Math.Min(timeout, 10);
        parameters.KeepAlive = 30;
        parameters.MaxAutoPrepare = PreparedStatements;
        parameters.AutoPrepareMinUsages = 2;
        parameters.NoResetOnClose = true;
        parameters.Enlist = false;
        Parameters = parameters;
        parameters.Options = Join(parameters.Options, $"-c statement_timeout={timeout}s");
        var pool = new NpgsqlDataSourceBuilder(parameters.ConnectionString);
        _ = pool.UsePhysicalConnectionInitializer(
            static connection => Session(connection).ExecuteNonQuery(),
            static connection => Session(connection).ExecuteNonQueryAsync());
        _pool = pool.Build();
    }

    /// <summary>Host, port and database, for people.</summary>
    public string Server { get; }

    /// <summary>For connections outside of the pool.</summary>
    public NpgsqlConnectionStringBuilder Parameters { get; }

    /// <summary>Does some work on a connection.</summary>
    /// <exception cref="StoreUnavailableException">The server or the way to it failed.</exception>
    public Task<T> UseAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        UseAsync(work, _patience, cancellationToken);

    /// <summary>Does some work in one round trip, which is a transaction; again when it collided with another.</summary>
    /// <exception cref="StoreUnavailableException">The server or the way to it failed.</exception>
    public Task<T> InRoundTripAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        UseAsync(Again(work), _patience, cancellationToken);

    /// <summary>Does some work in a transaction; commits when it returns. Again when it collided with another.</summary>
    /// <exception cref="StoreUnavailableException">The server or the way to it failed.</exception>
    public Task<T> InTransactionAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        UseAsync(Again(async (connection, cancelled) =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancelled);
            var result = await work(connection, cancelled);
            await transaction.CommitAsync(cancelled);
            return result;
        }), TransactionPatience * _patience, cancellationToken);

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private async Task<T> UseAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            // When an answer is late the driver asks the server to cancel and waits, without end, until it has taken
            // notice: a server that hangs never does. The work is left to itself then; its connection breaks.
            return await WorkAsync(work, cancellationToken).WaitAsync(patience, CancellationToken.None);
        }
        catch (Exception fault) when (StoreFaults.IsOfTheStore(fault))
        {
            throw StoreFaults.AtRunTime(fault, Server);
        }
    }

    private async Task<T> WorkAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await _pool.OpenConnectionAsync(cancellationToken);
        return await work(connection, cancellationToken);
    }

    private static Func<NpgsqlConnection, CancellationToken, Task<T>> Again<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work) => async (connection, cancelled) =>
    {
        for (var collisions = 1; ; collisions++)
        {
            try
            {
                return await work(connection, cancelled);
            }
            catch (PostgresException fault) when (IsCollision(fault) && collisions < MostCollisions)
            {
                // The others go on; this one begins anew.
            }
        }
    };

    /// <summary>
    /// The server has undone this transaction to end a deadlock, or another added one of its jobs at the same time.
    /// </summary>
    private static bool IsCollision(PostgresException fault) =>
        fault.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation;

    private static NpgsqlCommand Session(NpgsqlConnection connection) => new(SqlText.Statement("session"), connection);

    private static string Join(string? options, string option) => options is null ? option : options + " " + option;
}
