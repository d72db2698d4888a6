using System.Globalization;
using ActorJobs.Benchmarks.Costs;
using ActorJobs.Stores.Redis;
using ActorJobs.Stores.RedisTests;
using ActorJobs.Tests.Servers;
using StackExchange.Redis;

namespace ActorJobs.Stores.CostTests;

/// <summary>Costs on a Redis that never rewrites its file, as when it does is chance.</summary>
public sealed class RedisCosts : StoreCosts
{
    private RedisServer? _server;
    private CountingProxy? _proxy;
    private ConnectionMultiplexer? _questions;

    public override async Task DisposeAsync()
    {
        await _questions!.DisposeAsync();
        await _proxy!.DisposeAsync();
        await _server!.DisposeAsync();
    }

    protected override async Task<IJobStore> OpenAsync()
    {
        _server = await RedisServer.StartAsync("--auto-aof-rewrite-percentage", "0");
        _proxy = new CountingProxy(_server.Port, () => new RedisRequests());
        _questions = await RedisFixture.ConnectAsync(_server.Url);
        return await RedisFixture.OpenAsync(new RedisStoreOptions { Url = $"redis://127.0.0.1:{_proxy.Port}" });
    }

    protected override async Task<Dictionary<string, double>> SpentAsync()
    {
        var server = _questions!.GetServers()[0];
        var calls = (await server.InfoAsync("commandstats")).SelectMany(section => section)
            .Where(command => command.Key != "cmdstat_info" && command.Key != "cmdstat_ping")
            .Sum(command => Number(command.Value["calls=".Length..command.Value.IndexOf(',', StringComparison.Ordinal)]));
        var file = (await server.InfoAsync("persistence")).SelectMany(section => section)
            .Single(field => field.Key == "aof_current_size").Value;
        return new Dictionary<string, double>
        {
            ["commands"] = _proxy!.Traffic.Requests,
            ["calls"] = calls,
            ["file_bytes"] = Number(file),
            ["round_trips"] = _proxy.Traffic.RoundTrips,
        };
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
