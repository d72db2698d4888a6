using ActorJobs.Client;
using ActorJobs.Handlers;
using ActorJobs.Hosting;
using ActorJobs.Settings;
using ActorJobs.Stores;
using ActorJobs.Stores.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Benchmarks;

/// <summary>
/// An ordinary node in this process over an SQLite file in a fresh folder, built as users build theirs.
/// </summary>
internal sealed class BenchNode : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly bool _ownsFolder;
    private readonly IHost _host;

    private BenchNode(DirectoryInfo folder, bool ownsFolder, IHost host)
    {
        _folder = folder;
        _ownsFolder = ownsFolder;
        _host = host;
    }

    public IJobClient Client => _host.Services.GetRequiredService<IJobClient>();

    public IJobStore Store => _host.Services.GetRequiredService<IJobStore>();

    /// <summary>Starts a node; with no handlers it takes no jobs.</summary>
    public static async Task<BenchNode> StartAsync(DirectoryInfo? folder = null, params JobRegistration[] jobs)
    {
        var home = folder ?? Directory.CreateTempSubdirectory("actorjobs-bench-");
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole();
        builder.Services.AddSingleton<IJobStore>(services => new SqliteJobStore(
            new SqliteStoreOptions { Path = Path.Combine(home.FullName, "jobs.db") },
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<SqliteJobStore>>()));
        builder.Services.AddActorJobs(Settings());
        foreach (var job in jobs)
        {
            builder.Services.AddSingleton(job);
        }
        var host = builder.Build();
        await host.StartAsync();
        return new BenchNode(home, folder is null, host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
        if (_ownsFolder)
        {
            _folder.Delete(recursive: true);
        }
    }

    private static NodeSettings Settings()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["WORKER_MODE"] = "thin",
            ["GATEWAY_URL"] = "http://127.0.0.1:0",
        }).Build();
        return NodeSettings.Read(configuration, allInOneNode: true).Settings
            ?? throw new InvalidOperationException("The benchmark's settings are not valid.");
    }
}
