using ActorJobs.Stores.Redis.Records;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Connections;

/// <summary>
/// The connection to the server. One carries all commands, in the order given; it mends itself. While it is broken
/// commands fail at once.
/// </summary>
internal sealed class RedisLink(
    ConnectionMultiplexer connection, RedisAddress address, RedisStoreOptions options, TimeProvider time) : IAsyncDisposable
{
    // Every script is given what all keys begin with, as the key that finds the slot.
    private readonly RedisKey[] _keys = [$"{{{options.Prefix}}}:"];

    /// <summary>What every key begins with.</summary>
    public string Root { get; } = $"{{{options.Prefix}}}:";

    /// <summary>Names the server in messages.</summary>
    public string Server { get; } = address.ToString();

    /// <summary>The commands. To be used within <see cref="ReadAsync{T}"/>.</summary>
    public IDatabase Db { get; } = connection.GetDatabase();

    /// <summary>Connects.</summary>
    public static async Task<RedisLink> ConnectAsync(RedisAddress address, RedisStoreOptions options, TimeProvider time)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(LinkOptions.Of(address, options));
        return new RedisLink(connection, address, options, time);
    }

    /// <summary>A key of the store.</summary>
    public RedisKey Key(string rest) => Root + rest;

    /// <summary>The record of a job.</summary>
    public RedisKey JobKey(JobId id) => new RedisKey(Root + "j:").Append(id.ToBytes());

    /// <summary>The payload of a job, if it is kept apart.</summary>
    public RedisKey PayloadKey(JobId id) => new RedisKey(Root + "b:").Append(id.ToBytes());

    /// <summary>Runs a script. It is sent before this returns.</summary>
    /// <exception cref="StoreUnavailableException">It is unknown whether it ran.</exception>
    /// <exception cref="StoreBusyException">It did not run.</exception>
    public Task<RedisResult> RunAsync(Script script, RedisValue[] arguments, CancellationToken cancellationToken) =>
        GuardAsync(RunRawAsync(script, arguments), cancellationToken);

    /// <summary>Does other commands.</summary>
    public Task<T> ReadAsync<T>(Func<IDatabase, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return GuardAsync(read(Db), cancellationToken);
        }
        catch (Exception fault) when (StoreFaults.IsKnown(fault))
        {
            return Task.FromException<T>(StoreFaults.AtRunTime(fault, Server));
        }
    }

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await connection.CloseAsync(allowCommandsToComplete: false);
        await connection.DisposeAsync();
    }

    /// <summary>Runs a script and leaves errors as they are.</summary>
    public async Task<RedisResult> RunRawAsync(Script script, RedisValue[] arguments)
    {
        try
        {
            return await Db.ScriptEvaluateAsync(script.Hash, _keys, arguments);
        }
        catch (RedisServerException fault) when (StoreFaults.IsUnknownScript(fault))
        {
            // The server was started anew, or somebody emptied its scripts. It keeps this one again from now on.
            object[] all = [script.Text, 1, _keys[0], .. arguments];
            return await Db.ExecuteAsync("EVAL", all);
        }
    }

    private async Task<T> GuardAsync<T>(Task<T> command, CancellationToken cancellationToken)
    {
        try
        {
            return await command.WaitAsync(options.CommandTimeout, time, cancellationToken);
        }
        catch (Exception fault) when (StoreFaults.IsKnown(fault))
        {
            throw StoreFaults.AtRunTime(fault, Server);
        }
    }
}
