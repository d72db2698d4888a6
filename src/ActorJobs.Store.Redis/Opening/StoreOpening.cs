using System.Security.Authentication;
using ActorJobs.Stores.Redis.Connections;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Opening;

/// <summary>An open connection and what was found behind it.</summary>
internal sealed record OpenedStore(RedisLink Link, ServerFacts Facts, int SchemaFound);

/// <summary>Connects and makes sure that the server may be used.</summary>
internal static class StoreOpening
{
    /// <summary>Opens.</summary>
    /// <exception cref="StoreConfigurationException">The server cannot be used as configured.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be reached now.</exception>
    public static async Task<OpenedStore> OpenAsync(
        RedisAddress address, RedisStoreOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        await ServerProbe.AskAsync(address, options.CommandTimeout, time, cancellationToken);
        var link = await ConnectAsync(address, options, time);
        try
        {
            var facts = await ServerFacts.ReadAsync(link, cancellationToken);
            ServerRules.Require(facts, link.Server);
            var found = await SchemaVersion.CheckAsync(link, options.Prefix, cancellationToken);
            await LoadScriptsAsync(link, cancellationToken);
            return new OpenedStore(link, facts, found);
        }
        catch (Exception fault)
        {
            await link.DisposeAsync();
            throw fault is StoreUnavailableException { InnerException: RedisServerException refusal }
                ? StoreFaults.AtOpen(refusal, address.ToString(), options.Prefix)
                : fault;
        }
    }

    private static async Task<RedisLink> ConnectAsync(RedisAddress address, RedisStoreOptions options, TimeProvider time)
    {
        try
        {
            return await RedisLink.ConnectAsync(address, options, time);
        }
        catch (Exception fault) when (fault is RedisException)
        {
            var causes = Causes(fault).ToList();
            if (causes.Exists(IsRefusedUser))
            {
                throw StoreFaults.WrongPassword(address.ToString(), fault);
            }
            throw causes.Exists(cause => cause is AuthenticationException)
                ? new StoreConfigurationException(
                    $"No TLS connection to Redis at {address} came about. Use redis:// if it has no TLS; otherwise " +
                    "check its certificate.", fault)
                : StoreFaults.AtRunTime(fault, address.ToString());
        }
    }

    // Also finds out that scripts may be run.
    private static async Task LoadScriptsAsync(RedisLink link, CancellationToken cancellationToken)
    {
        foreach (var script in Script.All)
        {
            _ = await link.ReadAsync(db => db.ExecuteAsync("SCRIPT", "LOAD", script.Text), cancellationToken);
        }
        _ = await link.RunAsync(Script.Enqueue, [0, 0], cancellationToken);
    }

    private static bool IsRefusedUser(Exception fault) =>
        fault is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }
        || fault.Message.Contains("WRONGPASS", StringComparison.Ordinal)
        || fault.Message.Contains("NOAUTH", StringComparison.Ordinal);

    private static IEnumerable<Exception> Causes(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            yield return fault;
        }
    }
}
