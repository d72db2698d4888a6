using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Connections;

/// <summary>Says in the contract's words what PostgreSQL's errors mean and what to do.</summary>
internal static class StoreFaults
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>True for what the server or the way to it did, false for faults of this program.</summary>
    public static bool IsOfTheStore(Exception fault) => fault switch
    {
        // A value the server cannot take (class 22) or a broken constraint (23) fails each time.
        PostgresException server => server.SqlState[..2] is not ("22" or "23"),
        NpgsqlException or TimeoutException or SocketException or IOException => true,
        _ => false,
    };

    /// <summary>What an error means while the store runs.</summary>
    public static StoreUnavailableException AtRunTime(Exception fault, string server) => new(
        fault is PostgresException error
            ? $"PostgreSQL at {server} {Meaning(error)}"
            : fault is TimeoutException or { InnerException: TimeoutException }
                ? $"PostgreSQL at {server} did not answer in time. Look whether it is overloaded or stopped; the store works " +
                    "again by itself."
                : $"PostgreSQL at {server} cannot be reached ({Reason(fault)}). Start it or mend the network; the store " +
                    "works again by itself.",
        RetryAfter, fault);

    /// <summary>What an error means while the store opens; null when waiting may mend it.</summary>
    public static StoreConfigurationException? AtOpen(Exception fault, string server)
    {
        if (fault is not PostgresException error)
        {
            return RemedyOfDriver(fault) is { } advice
                ? new StoreConfigurationException($"PostgreSQL at {server} cannot be used ({Reason(fault)}). {advice}", fault)
                : null;
        }
        var remedy = error.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                "Correct user and password in the URL, or the server's pg_hba.conf.",
            PostgresErrorCodes.InvalidCatalogName => "Create the database, or name another in the URL.",
            PostgresErrorCodes.InsufficientPrivilege =>
                "Grant the user CREATE on the database, or let an administrator run the migration once (--migrate-only) " +
                "and grant the user all rights on schema actorjobs.",
            PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.SyntaxError or PostgresErrorCodes.UndefinedFunction =>
                "PostgreSQL 13 or newer is needed.",
            PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateObject =>
                "Schema actorjobs holds objects of something else; move them away or use another database.",
            _ => null,
        };
        return remedy is null
            ? null
            : new StoreConfigurationException($"PostgreSQL at {server} refused ({error.MessageText}). {remedy}", fault);
    }

    /// <summary>What a person must do about a fault that the driver found before the server did; null for others.</summary>
    private static string? RemedyOfDriver(Exception fault) => fault switch
    {
        NpgsqlException when fault.Message.StartsWith("No password", StringComparison.Ordinal) =>
            "Add the password to the URL.",
        NpgsqlException when fault.Message.Contains("No SSL", StringComparison.Ordinal) =>
            "Let the server offer TLS, or correct sslmode in the URL.",
        { InnerException: AuthenticationException } => "Correct the server's certificate, or sslmode in the URL.",
        _ => null,
    };

    private static string Meaning(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.DiskFull => "has no room left on its disk. Free space; the store then works again by itself.",
        PostgresErrorCodes.TooManyConnections => "has no free connection. Raise its max_connections, or lower the " +
            "connections of this and other programs; the store then works again by itself.",
        PostgresErrorCodes.ReadOnlySqlTransaction => "takes no writes (read-only, or a standby). Point the URL to the " +
            "primary, or make it writable; the store then works again by itself.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
            "is stopping or starting. The store works again by itself.",
        PostgresErrorCodes.LockNotAvailable => "did not get a lock in time: another transaction holds it. The store " +
            "works again when that ends.",
        PostgresErrorCodes.QueryCanceled => "did not answer in time. Look whether it is overloaded.",
        _ => $"refused ({error.MessageText}, SQLSTATE {error.SqlState}).",
    };

    private static string Reason(Exception fault) => (fault.InnerException ?? fault).Message;
}
