using ActorJobs.Settings;
using ActorJobs.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Benchmarks.Stores;

/// <summary>A store opened by itself, with the options a node would give it.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private OpenStore(ServiceProvider services, IJobStore store)
    {
        _services = services;
        Paths = new StorePaths(store);
    }

    public StorePaths Paths { get; }

    /// <summary>An empty store; settings besides the defaults, if any.</summary>
    public static async Task<OpenStore> FreshAsync(BenchStores stores, params (string Name, string Value)[] others)
    {
        var values = new Dictionary<string, string?>(await stores.FreshAsync());
        foreach (var (name, value) in others)
        {
            values[name] = value;
        }
        var settings = NodeReading.Read(values);
        var services = new ServiceCollection().AddSingleton(TimeProvider.System)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole())
            .AddStore(settings.Store).BuildServiceProvider();
        var store = services.GetRequiredService<IJobStore>();
        await store.OpenAsync(CancellationToken.None);
        return new OpenStore(services, store);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
