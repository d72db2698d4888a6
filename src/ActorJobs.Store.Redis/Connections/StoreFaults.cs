using System.Net.Sockets;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Connections;

/// <summary>What an error of the server or the driver means to callers.</summary>
internal static class StoreFaults
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>True for errors that this class can explain.</summary>
    /// <remarks>
    /// A command that meets the end of its connection may end in any of the last four: the driver lets through what its
    /// pipes and sockets throw.
    /// </remarks>
    public static bool IsKnown(Exception fault) => fault is RedisException or TimeoutException or RedisCommandException
        or InvalidOperationException or IOException or SocketException;

    /// <summary>The server does not know the script; it did not run.</summary>
    public static bool IsUnknownScript(RedisServerException fault) =>
        fault.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    /// <summary>Memory is full; what was asked for was refused before anything was written.</summary>
    public static bool IsOutOfMemory(Exception fault) =>
        fault is RedisServerException && fault.Message.StartsWith("OOM", StringComparison.Ordinal);

    /// <summary>What an error means while the store runs.</summary>
    public static ActorJobsException AtRunTime(Exception fault, string server)
    {
        var text = fault.Message;
        if (IsOutOfMemory(fault))
        {
            return new StoreBusyException(
                $"Redis at {server} has no memory left; nothing was written. Raise its maxmemory, or let workers " +
                "catch up; the store then works again by itself.", RetryAfter);
        }
        return new StoreUnavailableException(
            fault is not RedisServerException
                ? $"Redis at {server} did not answer ({Reason(fault)}). Check that it runs and can be reached; the " +
                    "store connects again by itself."
            : Starts(text, "READONLY") || Contains(text, "replica") || Contains(text, "-READONLY")
                ? $"Redis at {server} is a read-only replica now; nothing was written. Name the primary."
            : Starts(text, "LOADING")
                ? $"Redis at {server} still loads its data; nothing was written."
            : Starts(text, "MISCONF") || Contains(text, "persist")
                ? $"Redis at {server} cannot save to its disk and refuses writes; nothing was written. Free space " +
                    "on its disk; the store then works again by itself."
            : Starts(text, "NOAUTH") || Starts(text, "NOPERM") || Starts(text, "WRONGPASS")
                ? $"Redis at {server} no longer lets this user in ({Word(text)}). Restore its password and permissions."
            : $"Redis at {server} refused a command ({text}).",
            RetryAfter, fault);
    }

    /// <summary>What a command's refusal means while the store opens.</summary>
    public static ActorJobsException AtOpen(Exception fault, string server, string prefix)
    {
        var text = fault.Message;
        return fault is RedisServerException && Starts(text, "NOPERM")
            ? new StoreConfigurationException(
                $"The user may not do at Redis {server} what the store needs. Let it use the keys {{{prefix}}}:* " +
                "and all commands on strings, hashes, lists, sets, sorted sets, streams and scripts " +
                $"(ACL SETUSER … ~{{{prefix}}}:* +@all -@dangerous +info).", fault)
            : fault is RedisServerException && (Starts(text, "NOAUTH") || Starts(text, "WRONGPASS"))
            ? WrongPassword(server, fault)
            : fault is RedisServerException && Starts(text, "WRONGTYPE")
            ? Foreign(server, prefix)
            : AtRunTime(fault, server);
    }

    /// <summary>The server did not let the user in.</summary>
    public static StoreConfigurationException WrongPassword(string server, Exception? fault) => new(
        $"Redis at {server} does not accept the user and password of {nameof(RedisStoreOptions.Url)}, or asks for " +
        "one. Correct them.", fault);

    /// <summary>The keys belong to something else.</summary>
    public static StoreConfigurationException Foreign(string server, string prefix) => new(
        $"The keys {{{prefix}}}:* at Redis {server} were not written by ActorJobs. Choose another " +
        $"{nameof(RedisStoreOptions.Prefix)} or database.");

    private static string Reason(Exception fault) => fault switch
    {
        RedisConnectionException connection => $"no connection, {connection.FailureType}",
        ObjectDisposedException => "the connection was closed",
        _ => "no answer in time",
    };

    private static string Word(string text) => text.Split(' ', 2)[0];

    private static bool Starts(string text, string word) => text.StartsWith(word, StringComparison.Ordinal);

    private static bool Contains(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
