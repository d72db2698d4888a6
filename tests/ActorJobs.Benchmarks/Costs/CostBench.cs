using System.Globalization;
using System.Text.Json;

namespace ActorJobs.Benchmarks.Costs;

/// <summary>
/// What one more job costs a store, whatever the machine: WAL, commits, round trips; commands and CPU of Redis.
/// </summary>
/// <remarks>
/// Each phase is a process of its own and runs twice, with few jobs and with many; the difference over the
/// difference in jobs leaves out what starting, warming up and stopping cost.
/// </remarks>
internal static class CostBench
{
    private const string InFlight = "50";
    private const int Share = 10;

    /// <summary>Measures each peer named, or all that can run here, and prints a table and lines of JSON.</summary>
    public static async Task RunAsync(TextWriter output, int jobs, string[] names)
    {
        var rows = new List<(CostedPeer Peer, string Phase, string Figure, double Value)>();
        foreach (var peer in Chosen(names))
        {
            var most = peer.Jobs(jobs);
            await using var store = await (peer.OnPostgres ? CostedPostgres.StartAsync() : CostedRedis.StartAsync());
            var few = await PhasesAsync(store, peer, most / Share);
            var many = await PhasesAsync(store, peer, most + (most / Share));
            foreach (var (phase, costs) in many)
            {
                rows.AddRange(((costs - few[phase]) / most).Select(cost => (peer, phase, cost.Key, cost.Value)));
            }
        }
        Print(output, rows, jobs);
    }

    private static IEnumerable<CostedPeer> Chosen(string[] names)
    {
        var all = CostedPeer.All().ToList();
        if (names.Except(all.Select(peer => peer.Name)).FirstOrDefault() is { } unknown)
        {
            throw new BenchmarkException(
                $"There is no peer '{unknown}' here; there are {string.Join(", ", all.Select(peer => peer.Name))}. " +
                "tests/bench.sh costs --peers has those of node and .NET too.");
        }
        return all.Where(peer => names.Length == 0 || names.Contains(peer.Name));
    }

    private static async Task<Dictionary<string, Costs>> PhasesAsync(ICostedStore store, CostedPeer peer, int jobs)
    {
        var count = jobs.ToString(CultureInfo.InvariantCulture);
        var phases = new Dictionary<string, Costs>();
        await peer.RunAsync(store.Port, "reset");
        phases["enqueue single"] = await PhaseAsync(store, peer, "enq-single", count, InFlight);
        await peer.RunAsync(store.Port, "reset");
        phases["enqueue bulk"] = await PhaseAsync(store, peer, "enq-bulk", count);
        phases["drain"] = await PhaseAsync(store, peer, "drain", count);
        return phases;
    }

    private static async Task<Costs> PhaseAsync(ICostedStore store, CostedPeer peer, params string[] words)
    {
        await Console.Error.WriteLineAsync($"{peer.Name} {string.Join(' ', words)}");
        var before = await store.SpentAsync();
        await peer.RunAsync(store.Port, words);
        return await store.SpentAsync() - before;
    }

    private static void Print(
        TextWriter output, List<(CostedPeer Peer, string Phase, string Figure, double Value)> rows, int jobs)
    {
        output.WriteLine($"{"peer",-20} {"phase",-16} {"figure",-22} {"per job",12}");
        foreach (var row in rows)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Peer.Name,-20} {row.Phase,-16} {row.Figure,-22} {row.Value,12:n4}"));
        }
        foreach (var row in rows)
        {
            output.WriteLine(JsonSerializer.Serialize(new
            {
                peer = row.Peer.Name,
                phase = row.Phase,
                figure = row.Figure,
                per_job = Math.Round(row.Value, 4),
                jobs = row.Peer.Jobs(jobs),
            }));
        }
    }
}
