using System.Globalization;

namespace ActorJobs.Cluster.Tests;

/// <summary>
/// Processes are killed at random without end while jobs flow, and the whole history is checked. <c>tests/chaos.sh</c>
/// runs it for as long as it is told.
/// </summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "chaos")]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Slots = 8;
    private const int BatchSize = 4;
    private const int NotedEvery = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan KillEvery = TimeSpan.FromSeconds(5);

    /// <summary>Seconds to go on for.</summary>
    private static TimeSpan Length { get; } = TimeSpan.FromSeconds(Number("ACTORJOBS_CHAOS_SECONDS", 30));

    /// <summary>The same seed kills the same nodes in the same order.</summary>
    private static int Seed { get; } = Number("ACTORJOBS_CHAOS_SEED", Random.Shared.Next(1, 1_000_000));

    [Fact]
    public async Task Killing_processes_at_random_loses_no_job_and_completes_none_twice()
    {
        var report = new ChaosReport(output);
        try
        {
            await NodeCluster.RunAsync(report, TestStore.Postgres, cluster => RunAsync(cluster, report));
        }
        catch (Exception fault)
        {
            report.WriteLine($"CHAOS FAILED (seed {Seed}): {fault.Message.Split('\n')[0]}");
            throw;
        }
    }

    private static async Task RunAsync(NodeCluster cluster, ChaosReport report)
    {
        await cluster.StartAsync(
            NodePlan.Gateway("gate"), NodePlan.Worker("a", Slots), NodePlan.Worker("b", Slots), NodePlan.Worker("c", Slots));
        var journal = new RunJournal(cluster.Folder);
        await using var flow = new Flow(cluster, BatchSize, Pause, n => Job(journal, n));
        var kills = await KillAsync(cluster, report);
        await flow.StopAsync();

        var history = await JobHistory.OfAsync(cluster, flow.Accepted, journal);
        report.WriteLine($"CHAOS ended after {Length.TotalSeconds:0} s: seed {Seed}, {kills} kills, " +
            $"{flow.Unanswered} requests unanswered");
        history.ShouldHold(report);
        // Only requests that broke off can have left jobs nobody knows of.
        (history.Jobs.Count - history.Accepted.Count).ShouldBeLessThanOrEqualTo(flow.Unanswered * BatchSize);
    }

    /// <summary>Each process is started anew before the next is killed, so that the cluster always has its seeds.</summary>
    private static async Task<int> KillAsync(NodeCluster cluster, ChaosReport report)
    {
        var random = new Random(Seed);
        var end = DateTimeOffset.UtcNow + Length;
        var kills = 0;
        while (DateTimeOffset.UtcNow < end)
        {
            using var next = new PeriodicTimer(KillEvery);
            await next.WaitForNextTickAsync();
            var victim = cluster.Nodes[random.Next(cluster.Nodes.Count)];
            var killed = await victim.KillAsync();
            kills++;
            await cluster.RestartAsync(victim);
            report.WriteLine($"{killed:HH:mm:ss} kill {kills}: {victim.Name}, back within " +
                $"{(DateTimeOffset.UtcNow - killed).TotalSeconds:0.0} s");
        }
        return kills;
    }

    private static object Job(RunJournal journal, int n) => (n % NotedEvery) switch
    {
        0 => journal.Job(n % 40 == 0 ? 2 : 0.05, n % 8 == 0 ? "high" : "low"),
        1 => new { type = "echo", payload = new { n }, maxRetries = 20, priority = "high" },
        _ => (object)new { type = "sleep", payload = new { ms = 5 + (n % 200) }, maxRetries = 20 },
    };

    private static int Number(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : fallback;
}
