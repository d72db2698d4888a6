using System.Globalization;
using System.Text.Json;
using ActorJobs.Benchmarks.Costs;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>
/// ActorJobs and its peers on one store and one machine, taking turns: A B C, then C B A, so that none always goes
/// first. Only ratios within a repetition say something. A slow peer gets fewer jobs, so what it needs to start weighs
/// more in its drain.
/// </summary>
internal static class PeerBench
{
    private const int InFlight = 50;
    private const int LatencyJobs = 200;
    private const int LatencyIntervalMs = 50;
    private const int WarmUps = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(TextWriter output, string store)
    {
        var (jobs, repetitions) = (Numbers.Get("BENCH_JOBS", 50_000), Numbers.Get("BENCH_REPETITIONS", 3));
        var onPostgres = store == "postgres" || (store == "redis" ? false
            : throw new BenchmarkException("Peers share two of the stores: postgres and redis."));
        var peers = CostedPeer.All().Where(peer => peer.OnPostgres == onPostgres).ToArray();
        var table = new PeerTable([.. peers.Select(peer => (peer.Name, peer.Jobs(jobs)))], store);
        await using var server = await PeerServer.StartAsync(onPostgres);
        // Asked for before hours of measuring, not after them.
        var kept = Environment.GetEnvironmentVariable("BENCH_KEEP") is { Length: > 0 } folder
            ? new KeptResults(folder, await HeaderAsync(store, server, peers, jobs, repetitions))
            : null;
        for (var i = 0; i < repetitions; i++)
        {
            foreach (var peer in i % 2 == 0 ? peers : peers.Reverse())
            {
                await Console.Error.WriteLineAsync($"{peer.Name}, repetition {i + 1} of {repetitions}");
                await MeasureAsync(table, peer, server.Port, peer.Jobs(jobs));
            }
        }
        table.Print(output);
        foreach (var line in table.Lines())
        {
            output.WriteLine(line);
        }
        kept?.Write(table.Lines());
    }

    private static async Task<RunHeader> HeaderAsync(
        string store, PeerServer server, CostedPeer[] peers, int jobs, int repetitions)
    {
        var node = peers.FirstOrDefault(peer => peer.Program != "dotnet")?.Program;
        return new RunHeader(
            RunFacts.Date, await RunFacts.CommitAsync(), store, RunFacts.Machine(),
            new RunVersions(
                server.Version, Environment.Version.ToString(), node is null ? null : await RunFacts.NodeAsync(node)),
            new RunSettings(jobs, repetitions, InFlight, LatencyJobs, LatencyIntervalMs, server.Settings),
            [.. peers.Select(peer => new RunPeer(peer.Name, peer.Version(), peer.Jobs(jobs), peer.Keeps))]);
    }

    private static async Task MeasureAsync(PeerTable table, CostedPeer peer, int port, int jobs)
    {
        var count = Text(jobs);
        await peer.RunAsync(port, "reset");
        var singles = await peer.RunAsync(port, "enq-single", count, Text(InFlight));
        table.Add(peer.Name, "single_per_s", Field(singles, "jobs_s"), jobs);
        await peer.RunAsync(port, "reset");
        table.Add(peer.Name, "bulk_per_s", Field(await peer.RunAsync(port, "enq-bulk", count), "jobs_s"), jobs);
        var drained = await peer.RunAsync(port, "drain", count);
        await TellStuckAsync(peer, drained, jobs);
        table.Add(peer.Name, "drain_per_s", Field(drained, "jobs_s"), jobs);
        table.Add(peer.Name, "worker_cpu_us_per_job", 1e6 * Field(drained, "cpu_s") / jobs, jobs);
        table.Add(peer.Name, "worker_mb", Field(drained, "rss_mb"), jobs);
        await MeasureLatencyAsync(table, peer, port);
    }

    private static async Task TellStuckAsync(CostedPeer peer, string drained, int jobs)
    {
        if (Field(drained, "stuck") is > 0 and var stuck)
        {
            await Console.Error.WriteLineAsync(
                $"{peer.Name} never ran {stuck} of {jobs} jobs; its drain has the time that was waited for them.");
        }
    }

    private static async Task MeasureLatencyAsync(PeerTable table, CostedPeer peer, int port)
    {
        await peer.RunAsync(port, "reset");
        using var worker = peer.Start(port, "lat-worker", Text(LatencyJobs));
        await worker.LineAsync("READY", Patience);
        await Task.Delay(Settle);
        await peer.RunAsync(port, "lat-send", Text(LatencyJobs), Text(LatencyIntervalMs));
        using var line = JsonDocument.Parse(await worker.LineAsync("{", Patience));
        var sorted = line.RootElement.GetProperty("lat_ms").EnumerateArray().Select(ms => ms.GetDouble()).Skip(WarmUps)
            .Order().ToArray();
        table.Add(peer.Name, "p50_ms", sorted[sorted.Length / 2], LatencyJobs);
        table.Add(peer.Name, "p99_ms", sorted[sorted.Length * 99 / 100], LatencyJobs);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static double Field(string printed, string name)
    {
        var last = printed.Split('\n').Last(line => line.StartsWith('{'));
        using var json = JsonDocument.Parse(last);
        return json.RootElement.GetProperty(name).GetDouble();
    }
}
