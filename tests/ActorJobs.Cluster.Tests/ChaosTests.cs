using System.Diagnostics;

namespace ActorJobs.Cluster.Tests;

/// <summary>
/// Processes are killed, or asked to stop, at random without end while jobs flow, and the whole history is checked.
/// <c>tests/chaos.sh</c> runs it for as long as it is told.
/// </summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "chaos")]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Slots = 8;
    private const int BatchSize = 10;
    private const int NotedEvery = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan EndEvery = TimeSpan.FromSeconds(5);

    /// <summary>Seconds to go on for.</summary>
    private static TimeSpan Length { get; } = TimeSpan.FromSeconds(Figures.Asked("ACTORJOBS_CHAOS_SECONDS", 20));

    /// <summary>The same seed kills the same nodes in the same order.</summary>
    private static int Seed { get; } = Figures.Asked("ACTORJOBS_CHAOS_SEED", Random.Shared.Next(1, 1_000_000));

    /// <summary>The suite kills over PostgreSQL and stops over Redis; scripts name the store.</summary>
    public static TheoryData<TestStore> KilledOver { get; } = [StoreOr(TestStore.Postgres)];

    public static TheoryData<TestStore> StoppedOver { get; } = [StoreOr(TestStore.Redis)];

    [Theory]
    [MemberData(nameof(KilledOver))]
    [Trait("Chaos", "kill")]
    public Task Killing_processes_at_random_loses_no_job_and_completes_none_twice(TestStore store) =>
        ReportAsync(store, (cluster, report) => RunAsync(cluster, report, KillAsync));

    [Theory]
    [MemberData(nameof(StoppedOver))]
    [Trait("Chaos", "stop")]
    public Task Stopping_processes_at_random_runs_no_job_twice_and_uses_up_no_attempt(TestStore store) =>
        ReportAsync(store, async (cluster, report) =>
        {
            var history = await RunAsync(cluster, report, StopAsync);
            history.Jobs.Where(job => job.Attempt != 1 || job.Errors.Length != 0).ShouldBeEmpty();
            history.Runs.GroupBy(run => run.Job).Where(runs => runs.Count() > 1).ShouldBeEmpty("a job ran twice");
        });

    private static TestStore StoreOr(TestStore usual) =>
        Enum.TryParse<TestStore>(Environment.GetEnvironmentVariable("ACTORJOBS_CHAOS_STORE"), out var store) ? store : usual;

    private async Task ReportAsync(TestStore store, Func<NodeCluster, ChaosReport, Task> test)
    {
        var report = new ChaosReport(output);
        try
        {
            await NodeCluster.RunAsync(report, store, cluster => test(cluster, report));
        }
        catch (Exception fault)
        {
            report.WriteLine($"CHAOS FAILED (seed {Seed}): {fault.Message.Split('\n')[0]}");
            throw;
        }
    }

    private static async Task<JobHistory> RunAsync(
        NodeCluster cluster, ChaosReport report, Func<ClusterNode, Task<string>> end)
    {
        await cluster.StartAsync(
            NodePlan.Gateway("gate"), NodePlan.Scheduler("scheduler"), NodePlan.Worker("a", Slots), NodePlan.Worker("b", Slots),
            NodePlan.Worker("c", Slots));
        var journal = new RunJournal(cluster.Folder);
        await using var flow = new Flow(cluster, BatchSize, Pause, n => Job(journal, n));
        var ends = await EndAsync(cluster, report, end);
        await flow.StopAsync();

        var history = await JobHistory.OfAsync(cluster, flow.Accepted, journal);
        report.WriteLine($"CHAOS ended after {Length.TotalSeconds:0} s: seed {Seed}, {ends} ends, " +
            $"{flow.Unanswered} requests unanswered");
        history.ShouldHold(report);
        // Only requests that broke off can have left jobs nobody knows of.
        (history.Jobs.Count - history.Accepted.Count).ShouldBeLessThanOrEqualTo(flow.Unanswered * BatchSize);
        return history;
    }

    /// <summary>SIGKILL.</summary>
    private static async Task<string> KillAsync(ClusterNode victim)
    {
        await victim.KillAsync();
        return "killed";
    }

    /// <summary>SIGTERM.</summary>
    private static async Task<string> StopAsync(ClusterNode victim)
    {
        var start = Stopwatch.GetTimestamp();
        (await victim.StopAsync()).ShouldBe(0);
        return $"stopped within {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s";
    }

    /// <summary>
    /// Each process is started anew before the next is ended, so that the cluster always has its seeds.
    /// </summary>
    private static async Task<int> EndAsync(NodeCluster cluster, ChaosReport report, Func<ClusterNode, Task<string>> end)
    {
        var random = new Random(Seed);
        var last = DateTimeOffset.UtcNow + Length;
        var ends = 0;
        while (DateTimeOffset.UtcNow < last)
        {
            using var next = new PeriodicTimer(EndEvery);
            await next.WaitForNextTickAsync();
            var victim = cluster.Nodes[random.Next(cluster.Nodes.Count)];
            var start = DateTimeOffset.UtcNow;
            var how = await end(victim);
            ends++;
            await cluster.RestartAsync(victim);
            report.WriteLine($"{start:HH:mm:ss} {victim.Name} {how} ({ends}), back within " +
                $"{(DateTimeOffset.UtcNow - start).TotalSeconds:0.0} s");
        }
        return ends;
    }

    private static object Job(RunJournal journal, int n) => (n % NotedEvery) switch
    {
        0 => journal.Job(n % 40 == 0 ? 2 : 0.05, n % 8 == 0 ? "high" : "low"),
        1 => new { type = "echo", payload = new { n }, maxRetries = 20, priority = "high" },
        _ => (object)new { type = "sleep", payload = new { ms = 5 + (n % 200) }, maxRetries = 20 },
    };
}
