using System.Globalization;

namespace ActorJobs.Cluster.Tests;

/// <summary>Hundreds of sources are synchronised again and again, by several nodes that are killed meanwhile.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "sources")]
public sealed class SourceSyncTests(ITestOutputHelper output)
{
    private const int Slots = 8;
    private const int KillEvery = 10;
    private static readonly string[] Workers = ["a", "b", "c", "d"];

    private static int Sources { get; } = Figures.Asked("ACTORJOBS_SOURCES", 100);

    /// <summary>How often <c>sync_all</c> is enqueued, once a second.</summary>
    private static int Rounds { get; } = Figures.Asked("ACTORJOBS_SOURCE_ROUNDS", 12);

    [Fact]
    public Task Source_is_never_synchronised_twice_at_a_time_while_workers_are_killed() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync([NodePlan.Gateway("gate"), .. Workers.Select(name => NodePlan.Worker(name, Slots))]);
            var sources = MakeSources(cluster.Folder);
            var kills = Task.CompletedTask;
            using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
            for (var round = 1; round <= Rounds; round++)
            {
                await cluster.Api.EnqueueAsync(new
                {
                    type = "sync_all", maxRetries = 20, priority = "high",
                    payload = new { sources, index = Path.Combine(cluster.Folder.FullName, "index.db") },
                });
                if (round % KillEvery == KillEvery / 2 && kills.IsCompleted)
                {
                    await kills;
                    kills = KillAsync(cluster, cluster[Workers[round / KillEvery % Workers.Length]]);
                }
                await second.WaitForNextTickAsync();
            }
            await kills;
            await cluster.UntilDoneAsync(TimeSpan.FromMinutes(8));
            ShouldNotOverlap(await cluster.Api.JobsAsync("&type=sync_source"), cluster);
        });

    /// <summary>
    /// Each run as its own node noted it: from its begin to its end, or to the loss of its node. The nodes' clocks are
    /// one machine's, corrected to the store's; by how much that may be wrong two runs of a source may seem to meet.
    /// </summary>
    private void ShouldNotOverlap(List<JobView> jobs, NodeCluster cluster)
    {
        var tolerance = TimeSpan.FromMilliseconds(20);
        jobs.Count.ShouldBe(Sources * Rounds);
        jobs.ShouldAllBe(job => job.State == "succeeded");
        jobs.SelectMany(job => job.Errors).ShouldAllBe(error => error.Class == "interrupted");
        var overlaps = 0;
        foreach (var source in jobs.GroupBy(job => job.ConcurrencyKey))
        {
            source.Count().ShouldBe(Rounds);
            var runs = source.OrderBy(job => job.StartedAt).ToArray();
            overlaps += runs.Zip(runs.Skip(1)).Count(pair =>
                pair.Second.StartedAt!.Value + tolerance < pair.First.FinishedAt!.Value);
        }
        new ChaosReport(output).WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"SOURCES {(overlaps == 0 ? "OK" : "BROKEN")}: {Sources} sources, {Rounds} rounds, {jobs.Count} runs, " +
            $"{jobs.Sum(job => job.Interruptions)} interrupted by " +
            $"{cluster.Nodes.SelectMany(node => node.Lives).Count(life => life.IsLost)} kills, {overlaps} overlaps; from first start to last end " +
            $"{(jobs.Max(job => job.FinishedAt!.Value) - jobs.Min(job => job.StartedAt!.Value)).TotalSeconds:0} s"));
        overlaps.ShouldBe(0);
    }

    private static async Task KillAsync(NodeCluster cluster, ClusterNode victim)
    {
        await victim.KillAsync();
        await cluster.RestartAsync(victim);
    }

    private static object[] MakeSources(DirectoryInfo folder)
    {
        var sources = new object[Sources];
        for (var i = 0; i < Sources; i++)
        {
            var source = folder.CreateSubdirectory($"source-{i}");
            File.WriteAllText(Path.Combine(source.FullName, "text"), $"what source {i} holds");
            sources[i] = new { id = $"source-{i}", path = source.FullName };
        }
        return sources;
    }
}
