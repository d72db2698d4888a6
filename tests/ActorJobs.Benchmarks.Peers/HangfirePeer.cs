using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.Redis.StackExchange;
using StackExchange.Redis;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>Hangfire on one of its stores; Program.cs tells the settings.</summary>
internal sealed class HangfirePeer : IPeer
{
    private const int Workers = 20;
    private const int BulkThreads = 50;

    private readonly Func<Task> _reset;
    private readonly Func<JobStorage> _open;
    private JobStorage? _storage;
    private BackgroundJobClient? _client;

    private HangfirePeer(Func<Task> reset, Func<JobStorage> open) => (_reset, _open) = (reset, open);

    public static HangfirePeer OnPostgres()
    {
        var database = new PeerDatabase("hangfire");
        return new HangfirePeer(database.RecreateAsync, () =>
        {
            var options = new PostgreSqlStorageOptions
            {
                EnableLongPolling = true,
                QueuePollInterval = TimeSpan.FromSeconds(1),
                UseSlidingInvisibilityTimeout = true,
            };
            return new PostgreSqlStorage(
                new Hangfire.PostgreSql.Factories.NpgsqlConnectionFactory(database.ConnectionString, options), options);
        });
    }

    public static HangfirePeer OnRedis()
    {
        var address = Store.Address("PEERS_REDIS_URL").Authority;
        return new HangfirePeer(
            async () =>
            {
                await using var redis = await ConnectionMultiplexer.ConnectAsync(address + ",allowAdmin=true");
                await redis.GetServers()[0].FlushAllDatabasesAsync();
            },
            () => new RedisStorage(ConnectionMultiplexer.Connect(address)));
    }

    public Task ResetAsync() => _reset();

    public Task OpenAsync()
    {
        GlobalConfiguration.Configuration
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings();
        _storage = _open();
        _client = new BackgroundJobClient(_storage);
        return Task.CompletedTask;
    }

    public Task AddAsync(Mail mail)
    {
        _client!.Enqueue(() => HangfireJob.Run(mail));
        return Task.CompletedTask;
    }

    public Task AddManyAsync(Mail[] mails) => InFlight.RunAsync(mails.Length, BulkThreads, n => AddAsync(mails[n]));

    public Task WorkAsync()
    {
        _ = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = Workers }, _storage);
        return Task.CompletedTask;
    }

    public Task<bool> IsDrainedAsync()
    {
        var now = _storage!.GetMonitoringApi().GetStatistics();
        return Task.FromResult(now.Enqueued + now.Processing == 0);
    }
}
