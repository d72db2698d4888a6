using System.Diagnostics;
using ActorJobs.Cluster.Tests.Cuts;

namespace ActorJobs.Cluster.Tests;

/// <summary>
/// What a cluster of four does when its network is cut: one part goes on, the other ends and comes back when it is healed, and no
/// job is lost or completed twice.
/// </summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "cut")]
public sealed class NetworkCutTests(ITestOutputHelper output)
{
    private const int Nodes = 4;
    private const int Store = 0;
    private const int JobsBefore = 60;
    private const int JobsDuring = 200;

    [Fact]
    public Task Node_cut_off_from_all_ends_and_comes_back() => RunAsync(
        network =>
        {
            network.Cut(1, Store);
            CutFromNodes(network, 1);
        }, [1]);

    [Fact]
    public Task Node_that_reaches_the_store_but_no_other_node_ends_and_comes_back() =>
        RunAsync(network => CutFromNodes(network, 1), [1]);

    [Fact]
    public Task Node_whose_messages_do_not_arrive_ends_and_comes_back() => RunAsync(
        network =>
        {
            foreach (var other in Others(1))
            {
                network.CutOneWay(1, other);
            }
        }, [1]);

    /// <summary>Which half gets the store's lease is a matter of who notices first.</summary>
    [Fact]
    public Task One_of_two_halves_ends_and_comes_back() => RunAsync(
        network =>
        {
            foreach (var (one, other) in (ReadOnlySpan<(int, int)>)[(1, 3), (1, 4), (2, 3), (2, 4)])
            {
                network.Cut(one, other);
            }
        }, [1, 2], [3, 4]);

    private static IEnumerable<int> Others(int node) => Enumerable.Range(1, Nodes).Where(other => other != node);

    private static void CutFromNodes(CutNetwork network, int node)
    {
        foreach (var other in Others(node))
        {
            network.Cut(node, other);
        }
    }

    /// <param name="cut">Cuts the network.</param>
    /// <param name="parts">The part that must end, or the two of which one must.</param>
    private async Task RunAsync(Action<CutNetwork> cut, params int[][] parts)
    {
        await using var cluster = await CutCluster.StartAsync(output, Nodes);
        var accepted = new List<string>(await cluster.Api(Nodes).EnqueueManyAsync(Jobs(JobsBefore)));
        await cluster.Api(Nodes).JobAsync(accepted[0], job => job.State != "ready", "has begun");

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
        await Task.WhenAll(losers.Select(cluster.StartAsync));
        await cluster.UntilUpAsync(survivor, Nodes);
        output.WriteLine($"all are up again {Seconds(since)} s after the start of what had ended");
        accepted.AddRange(await cluster.Api(losers[0]).EnqueueManyAsync(Jobs(JobsBefore)));
        await DoneAsync(cluster.Api(survivor), accepted);
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

    /// <summary>What was accepted is all there is, and succeeded; attempts that did not complete were interrupted.</summary>
    private static async Task DoneAsync(NodeApi api, List<string> accepted)
    {
        var jobs = await Eventually.GetAsync(
            () => api.JobsAsync(), jobs => jobs.All(job => job.State == "succeeded"), "all jobs have succeeded");
        jobs.Select(job => job.Id).ShouldBe(accepted, ignoreOrder: true);
        jobs.SelectMany(job => job.Errors).ShouldAllBe(error => error.Class == "interrupted");
    }

    private static IEnumerable<object> Jobs(int count) =>
        Enumerable.Range(0, count).Select(_ => new { type = "sleep", payload = new { ms = 300 }, maxRetries = 20 });

    private static string Seconds(long since) => $"{Stopwatch.GetElapsedTime(since).TotalSeconds:0.0}";
}
