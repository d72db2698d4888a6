using System.Globalization;
using System.Text.Json;
using ActorJobs.Benchmarks.Costs;
using ActorJobs.Benchmarks.Servers;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>
/// ActorJobs and its peers on one store and one machine, taking turns: A B C, then C B A, so that none always goes
/// first. Only ratios within a repetition say something.
/// </summary>
internal static class PeerBench
{
    private const string InFlight = "50";
    private const string LatencyJobs = "200";
    private const string LatencyInterval = "50";
    private const int WarmUps = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(TextWriter output, string store)
    {
        var (jobs, repetitions) = (Numbers.Get("BENCH_JOBS", 50_000), Numbers.Get("BENCH_REPETITIONS", 3));
        var onPostgres = store == "postgres" || (store == "redis" ? false
            : throw new BenchmarkException("Peers share two of the stores: postgres and redis."));
        var peers = CostedPeer.All().Where(peer => peer.OnPostgres == onPostgres).ToArray();
        var table = new PeerTable([.. peers.Select(peer => peer.Name)], store, jobs);
        await using var server = await StartAsync(onPostgres);
        for (var i = 0; i < repetitions; i++)
        {
            foreach (var peer in i % 2 == 0 ? peers : peers.Reverse())
            {
                await Console.Error.WriteLineAsync($"{peer.Name}, repetition {i + 1} of {repetitions}");
                await MeasureAsync(table, peer, server.Port, jobs.ToString(CultureInfo.InvariantCulture));
            }
        }
        table.Print(output);
    }

    private static async Task<Server> StartAsync(bool onPostgres)
    {
        if (onPostgres)
        {
            var postgres = await PostgresServer.StartAsync();
            return new Server(postgres, postgres.Port);
        }
        var redis = await RedisServer.StartAsync();
        return new Server(redis, redis.Port);
    }

    private static async Task MeasureAsync(PeerTable table, CostedPeer peer, int port, string jobs)
    {
        await peer.RunAsync(port, "reset");
        table.Add(peer.Name, "single_per_s", Field(await peer.RunAsync(port, "enq-single", jobs, InFlight), "jobs_s"));
        await peer.RunAsync(port, "reset");
        table.Add(peer.Name, "bulk_per_s", Field(await peer.RunAsync(port, "enq-bulk", jobs), "jobs_s"));
        var drained = await peer.RunAsync(port, "drain", jobs);
        table.Add(peer.Name, "drain_per_s", Field(drained, "jobs_s"));
        table.Add(peer.Name, "worker_cpu_us_per_job",
            1e6 * Field(drained, "cpu_s") / double.Parse(jobs, CultureInfo.InvariantCulture));
        table.Add(peer.Name, "worker_mb", Field(drained, "rss_mb"));
        await MeasureLatencyAsync(table, peer, port);
    }

    private static async Task MeasureLatencyAsync(PeerTable table, CostedPeer peer, int port)
    {
        await peer.RunAsync(port, "reset");
        using var worker = peer.Start(port, "lat-worker", LatencyJobs);
        await worker.LineAsync("READY", Patience);
        await Task.Delay(Settle);
        await peer.RunAsync(port, "lat-send", LatencyJobs, LatencyInterval);
        using var line = JsonDocument.Parse(await worker.LineAsync("{", Patience));
        var sorted = line.RootElement.GetProperty("lat_ms").EnumerateArray().Select(ms => ms.GetDouble()).Skip(WarmUps)
            .Order().ToArray();
        table.Add(peer.Name, "p50_ms", sorted[sorted.Length / 2]);
        table.Add(peer.Name, "p99_ms", sorted[sorted.Length * 99 / 100]);
    }

    private static double Field(string printed, string name)
    {
        var last = printed.Split('\n').Last(line => line.StartsWith('{'));
        using var json = JsonDocument.Parse(last);
        return json.RootElement.GetProperty(name).GetDouble();
    }

    private sealed record Server(IAsyncDisposable Process, int Port) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
