using System.Diagnostics;
using ActorJobs.Cluster.Tests.Cuts;

namespace ActorJobs.Cluster.Tests;

/// <summary>
/// What a cluster of four does when its network is cut: one part goes on, the other ends and comes back when it is
/// healed, no job is lost or completed twice, and at no time do two readers both claim.
/// </summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "cut")]
public sealed class NetworkCutTests(ITestOutputHelper output)
{
    private const int Nodes = 4;
    private const int Store = 0;
    private const int JobsBefore = 60;
    private const int JobsDuring = 200;
    private const int Flaps = 6;
    private const int JobsOfFlap = 40;
    private static readonly TimeSpan FlapLength = TimeSpan.FromSeconds(2);

    /// <summary>One cluster, cut in one way after the other.</summary>
    [Fact]
    public async Task Whichever_way_the_network_is_cut_one_part_goes_on_and_the_other_ends_and_comes_back()
    {
        await using var cluster = await CutCluster.StartAsync(output, Nodes);
        var accepted = new List<string>();
        await CutAsync(cluster, accepted, "a node cut off from all", network =>
        {
            network.Cut(1, Store);
            CutFromNodes(network, 1);
        }, [1]);
        await CutAsync(cluster, accepted, "a node that reaches the store but no other node",
            network => CutFromNodes(network, 2), [2]);
        await CutAsync(cluster, accepted, "a node whose messages do not arrive", network =>
        {
            foreach (var other in Others(3))
            {
                network.CutOneWay(3, other);
            }
        }, [3]);
        // Which half gets the store's lease is a matter of who notices first.
        await CutAsync(cluster, accepted, "halves", network =>
        {
            foreach (var (one, other) in (ReadOnlySpan<(int, int)>)[(1, 3), (1, 4), (2, 3), (2, 4)])
            {
                network.Cut(one, other);
            }
        }, [1, 2], [3, 4]);
        output.WriteLine(await ClaimHistory.ShouldBeOfOneReaderAtATimeAsync(cluster.Server));
    }

    /// <summary>A link that comes and goes costs at most the node behind it, and nothing that was accepted.</summary>
    [Fact]
    public async Task Flapping_link_loses_no_job_and_never_leaves_two_readers()
    {
        await using var cluster = await CutCluster.StartAsync(output, Nodes);
        var accepted = new List<string>();
        var since = Stopwatch.GetTimestamp();
        for (var flap = 0; flap < Flaps; flap++)
        {
            accepted.AddRange(await cluster.Api(Nodes).EnqueueManyAsync(Jobs(JobsOfFlap)));
            CutFromNodes(cluster.Network, 1);
            await Task.Delay(FlapLength * (1 + (flap % 3)));
            cluster.Network.Heal();
            await Task.Delay(FlapLength);
        }
        await DoneAsync(cluster.Api(Nodes), accepted);
        output.WriteLine($"{accepted.Count} jobs are done after {Seconds(since)} s and {Flaps} flaps");
        // What was taken out while it was away ends; then there are as many as before.
        output.WriteLine($"all are members after {await cluster.ReviveAsync()} starts");
        accepted.AddRange(await cluster.Api(1).EnqueueManyAsync(Jobs(JobsBefore)));
        await DoneAsync(cluster.Api(Nodes), accepted);
        output.WriteLine(await ClaimHistory.ShouldBeOfOneReaderAtATimeAsync(cluster.Server));
    }

    private static IEnumerable<int> Others(int node) => Enumerable.Range(1, Nodes).Where(other => other != node);

    private static void CutFromNodes(CutNetwork network, int node)
    {
        foreach (var other in Others(node))
        {
            network.Cut(node, other);
        }
    }

    /// <param name="cluster">Whole.</param>
    /// <param name="accepted">What it was ever given.</param>
    /// <param name="what">Is cut, in words.</param>
    /// <param name="cut">Cuts the network.</param>
    /// <param name="parts">The part that must end, or the two of which one must.</param>
    private async Task CutAsync(
        CutCluster cluster, List<string> accepted, string what, Action<CutNetwork> cut, params int[][] parts)
    {
        output.WriteLine($"--- {what}");
        var before = await cluster.Api(Nodes).EnqueueManyAsync(Jobs(JobsBefore));
        accepted.AddRange(before);
        await cluster.Api(Nodes).JobAsync(before[0], job => job.State != "ready", "has begun");

        var since = Stopwatch.GetTimestamp();
        cut(cluster.Network);
        var losers = await LosersAsync(cluster, parts);
        var survivor = Enumerable.Range(1, Nodes).Except(losers).First();
        await cluster.UntilUpAsync(survivor, Nodes - losers.Length);
        output.WriteLine($"the others are without {string.Join(" and ", losers)} after {Seconds(since)} s");
        accepted.AddRange(await cluster.Api(survivor).EnqueueManyAsync(Jobs(JobsDuring)));
        await DoneAsync(cluster.Api(survivor), accepted);
        output.WriteLine($"all {accepted.Count} jobs are done after {Seconds(since)} s, while the cut lasts");
        await Task.WhenAll(losers.Select(cluster.UntilDownedAsync));
        output.WriteLine($"the cut part has ended after {Seconds(since)} s");

        cluster.Network.Heal();
        since = Stopwatch.GetTimestamp();
        var starts = await cluster.ReviveAsync();
        output.WriteLine($"all are up again after {Seconds(since)} s and {starts} starts");
    }

    private static async Task<int[]> LosersAsync(CutCluster cluster, int[][] parts)
    {
        if (parts.Length == 1)
        {
            return parts[0];
        }
        var ended = await cluster.FirstEndedAsync([.. parts.SelectMany(part => part)]);
        return parts.Single(part => part.Contains(ended));
    }

    /// <summary>
    /// What was accepted is all there is, and succeeded; attempts that did not complete were interrupted.
    /// </summary>
    private static async Task DoneAsync(NodeApi api, List<string> accepted)
    {
        var jobs = await Eventually.GetAsync(
            () => api.JobsAsync(), jobs => jobs.All(job => job.State == "succeeded"), "all jobs have succeeded",
            describe: jobs => string.Join("; ", jobs.Where(job => job.State != "succeeded")));
        jobs.Select(job => job.Id).ShouldBe(accepted, ignoreOrder: true);
        jobs.SelectMany(job => job.Errors).ShouldAllBe(error => error.Class == "interrupted");
    }

    private static IEnumerable<object> Jobs(int count) =>
        Enumerable.Range(0, count).Select(_ => new { type = "sleep", payload = new { ms = 300 }, maxRetries = 20 });

    private static string Seconds(long since) => $"{Stopwatch.GetElapsedTime(since).TotalSeconds:0.0}";
}
