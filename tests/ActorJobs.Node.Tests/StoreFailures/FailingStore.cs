namespace ActorJobs.Node.Tests.StoreFailures;

/// <summary>A server of a test's own, and what can happen to it.</summary>
internal abstract class FailingStore : IAsyncDisposable
{
    public abstract int Port { get; }

    /// <summary>Tells a node of the server, or of a proxy in front of it.</summary>
    public abstract (string Name, string Value) SettingAt(int port);

    public static async Task<FailingStore> StartAsync(TestStore kind) => kind switch
    {
        TestStore.Postgres => await FailingPostgres.CreateAsync(),
        TestStore.Redis => await FailingRedis.CreateAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It has no server."),
    };

    public abstract Task StartAgainAsync();

    /// <summary>Stops it at once, as an impatient operator does.</summary>
    public abstract Task StopAsync();

    /// <summary>SIGKILL.</summary>
    public abstract Task KillAsync();

    public abstract Task FreezeAsync();

    public abstract Task ThawAsync();

    /// <summary>Cuts the node's connections and lets it have no new ones.</summary>
    public abstract Task TakeConnectionsAsync();

    public abstract Task GiveConnectionsAsync();

    public abstract Task RefuseWritesAsync();

    public abstract Task TakeWritesAsync();

    public abstract ValueTask DisposeAsync();
}
