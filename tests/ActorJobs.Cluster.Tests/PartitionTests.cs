namespace ActorJobs.Cluster.Tests;

/// <summary>A queue that several readers share keeps all that one reader promises.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "partitions")]
public sealed class PartitionTests(ITestOutputHelper output)
{
    private const string Setting = "QUEUE_PARTITIONS";
    private const string Opened = "The queue reader of partition";
    private const int Partitions = 4;
    private const int Slots = 8;
    private const int Keys = 5;
    private const int SomeJobs = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Workers = ["a", "b", "c"];

    [Theory]
    [InlineData(TestStore.Postgres)]
    [InlineData(TestStore.Redis)]
    public Task Killed_hosts_of_readers_cost_no_job_and_jobs_of_a_key_never_meet(TestStore store) =>
        NodeCluster.RunAsync(output, store, async cluster =>
        {
            NodePlan[] plans = [NodePlan.Gateway("gate"), .. Workers.Select(name => NodePlan.Worker(name, Slots))];
            await cluster.StartAsync([.. plans.Select(plan => plan.With(Setting, $"{Partitions}"))]);
            var journal = new RunJournal(cluster.Folder);
            await using var flow = new Flow(cluster, batch: 5, Pause, n => Job(journal, n));
            foreach (var name in Workers)
            {
                await flow.UntilAcceptedAsync(flow.Accepted.Count + SomeJobs);
                await cluster[name].KillAsync();
                await cluster.RestartAsync(cluster[name]);
            }
            await flow.UntilAcceptedAsync(flow.Accepted.Count + SomeJobs);
            await flow.StopAsync();

            var history = await JobHistory.OfAsync(cluster, flow.Accepted, journal);
            history.ShouldHold(output);
            await ShouldNeverMeetAsync(cluster, history);
            var hosts = cluster.Nodes.Where(node => node.LastLines(int.MaxValue, int.MaxValue)
                .Any(line => line.Contains(Opened, StringComparison.Ordinal))).Select(node => node.Name).ToArray();
            output.WriteLine($"{store}: {history.Jobs.Count} jobs, readers on {string.Join(", ", hosts)}");
            hosts.Length.ShouldBeGreaterThan(1);
        });

    /// <summary>
    /// A node that is set otherwise than the oldest worker gets no jobs and is not ready, so none waits for that of another.
    /// </summary>
    [Fact]
    public Task The_number_of_partitions_changes_node_by_node_while_jobs_flow() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync([NodePlan.Gateway("gate"), .. Workers.Select(name => NodePlan.Worker(name, Slots))]);
            var journal = new RunJournal(cluster.Folder);
            await using var flow = new Flow(cluster, batch: 5, Pause, n => Job(journal, n));
            foreach (var partitions in new[] { Partitions, 2 })
            {
                await flow.UntilAcceptedAsync(flow.Accepted.Count + SomeJobs);
                var starts = new List<Task>();
                foreach (var node in cluster.Nodes.Reverse())
                {
                    (await node.StopAsync()).ShouldBe(0);
                    node.Set(Setting, $"{partitions}");
                    starts.Add(node.StartAsync());
                }
                await Task.WhenAll(starts);
                await cluster.UntilWorkingAsync();
            }
            await flow.UntilAcceptedAsync(flow.Accepted.Count + SomeJobs);
            await flow.StopAsync();

            var history = await JobHistory.OfAsync(cluster, flow.Accepted, journal);
            history.ShouldHold(output);
            history.Jobs.ShouldAllBe(job => job.Attempt == 1);
            await ShouldNeverMeetAsync(cluster, history);
        });

    /// <summary>Its jobs would be another reader's too; so it runs none, and its log tells what to do.</summary>
    [Fact]
    public Task A_node_set_to_another_number_than_the_oldest_worker_says_so_and_runs_no_job() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync(NodePlan.Gateway("gate"), NodePlan.Worker("a", Slots), NodePlan.Worker("b", Slots));
            var odd = cluster["b"];
            (await odd.StopAsync()).ShouldBe(0);
            odd.Set(Setting, "2");
            var starting = odd.StartAsync();
            await Eventually.GetAsync(
                () => odd.Log.Find("set to QUEUE_PARTITIONS=2"), line => line is not null, "the node says what it is set to");

            await cluster.Api.EnqueueManyAsync(
                Enumerable.Range(0, SomeJobs).Select(_ => new { type = "sleep", payload = new { ms = 20 } }));
            await cluster.UntilDoneAsync();
            var jobs = await cluster.Api.JobsAsync();
            jobs.ShouldAllBe(job => job.State == "succeeded" && job.Node!.StartsWith(cluster["a"].Address));

            starting.IsCompleted.ShouldBeFalse("it was not to be ready");
            (await odd.StopAsync()).ShouldBe(0);
            odd.Set(Setting, "1");
            await cluster.RestartAsync(odd);
        });

    /// <summary>Jobs of a key run one at a time in the whole cluster.</summary>
    private static async Task ShouldNeverMeetAsync(NodeCluster cluster, JobHistory history)
    {
        for (var key = 0; key < Keys; key++)
        {
            var ids = (await cluster.Api.JobsAsync($"&tag=key-{key}")).Select(job => job.Id).ToHashSet();
            var runs = history.Runs.Where(run => ids.Contains(run.Job) && run.End is not null).ToArray();
            runs.Length.ShouldBeGreaterThan(1);
            runs.Zip(runs.Skip(1)).Where(two => two.First.Overlaps(two.Second)).ShouldBeEmpty($"key-{key}");
        }
    }

    private static object Job(RunJournal journal, int n) => (n % 10) switch
    {
        0 or 5 => journal.Job(0.05, tag: $"key-{n / 5 % Keys}", key: $"key-{n / 5 % Keys}"),
        1 => journal.Job(n % 50 == 1 ? 2 : 0, "high"),
        _ => (object)new { type = "sleep", payload = new { ms = 20 }, maxRetries = 20 },
    };
}
