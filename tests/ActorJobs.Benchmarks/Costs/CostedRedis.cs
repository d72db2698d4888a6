using System.Globalization;
using ActorJobs.Benchmarks.Servers;

namespace ActorJobs.Benchmarks.Costs;

/// <summary>
/// A Redis behind a counting proxy. It never rewrites its file, as when it does is chance.
/// </summary>
internal sealed class CostedRedis : ICostedStore
{
    // Our own two questions count as calls; they fall out, as each sum asks the same number of them.
    private readonly RedisServer _server;
    private readonly CountingProxy _proxy;

    private CostedRedis(RedisServer server)
    {
        _server = server;
        _proxy = new CountingProxy(server.Port, () => new RedisRequests());
    }

    public int Port => _proxy.Port;

    public static async Task<ICostedStore> StartAsync() =>
        new CostedRedis(await RedisServer.StartAsync("--auto-aof-rewrite-percentage", "0"));

    public async Task<Costs> SpentAsync()
    {
        var calls = Fields(await _server.AskAsync("info", "commandstats"))
            .Where(field => field.Name.StartsWith("cmdstat_", StringComparison.Ordinal))
            .Sum(field => Number(field.Value["calls=".Length..field.Value.IndexOf(',', StringComparison.Ordinal)]));
        var cpu = Fields(await _server.AskAsync("info", "cpu"))
            .Where(field => field.Name is "used_cpu_sys" or "used_cpu_user").Sum(field => Number(field.Value));
        var file = Fields(await _server.AskAsync("info", "persistence"))
            .Where(field => field.Name == "aof_current_size").Sum(field => Number(field.Value));
        var traffic = _proxy.Traffic;
        return new Costs(new Dictionary<string, double>
        {
            ["commands"] = traffic.Requests,
            ["calls_in_scripts"] = calls - traffic.Requests,
            ["server_cpu_us"] = cpu * 1e6,
            ["aof_bytes"] = file,
            ["round_trips"] = traffic.RoundTrips,
            ["bytes_sent"] = traffic.BytesSent,
            ["bytes_received"] = traffic.BytesReceived,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static IEnumerable<(string Name, string Value)> Fields(string info) => info
        .Split('\n', StringSplitOptions.TrimEntries)
        .Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).Select(parts => (parts[0], parts[1]));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
