using System.Text.Json;

namespace ActorJobs.Cluster.Tests;

/// <summary>Several workers in each process, each with a health of its own, told for the whole cluster.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "health")]
public sealed class WorkerHealthTests(ITestOutputHelper output)
{
    private const int Slots = 4;
    private const int WorkersOfEach = 2;
    private const int Jobs = 40;
    private static readonly TimeSpan BlockedFor = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A handler that ignores its token costs a slot; a worker all of whose slots are lost takes no job any more.
    /// </summary>
    [Fact]
    public Task Worker_whose_handlers_ignore_their_tokens_is_started_anew_and_the_others_go_on() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync(NodePlan.Gateway("gate"), Plan("a"), Plan("b"));
            await Eventually.GetAsync(
                () => HealthAsync(cluster), health => Number(health, "workerCount") == 2 * WorkersOfEach, "all workers are told of");
            var before = await HealthAsync(cluster);
            before.GetProperty("status").GetString().ShouldBe("healthy");
            Number(before, "healthyWorkers").ShouldBe(2 * WorkersOfEach);

            // As many as there are slots in the cluster: no worker is left that could take a job.
            await cluster.Api.EnqueueManyAsync(Enumerable.Range(0, 2 * Slots).Select(_ => new
            {
                type = "block", payload = new { ms = (int)BlockedFor.TotalMilliseconds }, timeout = "500ms", maxRetries = 0,
            }));
            var sick = await Eventually.GetAsync(
                () => HealthAsync(cluster), health => Workers(health).All(worker => Number(worker, "restarts") > 0),
                "every worker was started anew");
            output.WriteLine(sick.ToString());
            sick.GetProperty("status").GetString().ShouldBe("degraded");
            Workers(sick).Sum(worker => Number(worker, "abandoned")).ShouldBe(2 * Slots, "the handlers are still blocked");
            Number(sick, "degradedWorkers").ShouldBe(2 * WorkersOfEach);

            await cluster.Api.EnqueueManyAsync(Enumerable.Range(0, Jobs).Select(n => new { type = "echo", payload = new { n } }));
            await cluster.Api.UntilSucceededAsync(Jobs);
            await Eventually.GetAsync(
                () => HealthAsync(cluster), health => Number(health, "healthyWorkers") == 2 * WorkersOfEach,
                "the blocked handlers came back and all is well");
            var after = await HealthAsync(cluster);
            Number(after, "eventsSucceeded").ShouldBe(Jobs);
            Number(after, "eventsFailed").ShouldBe(2 * Slots);
            cluster.Nodes.Skip(1).ShouldAllBe(node => node.Lives.Count == 1, "no process was started anew");
        });

    private static NodePlan Plan(string name)
    {
        var plan = NodePlan.Worker(name, Slots);
        return plan with { Settings = [.. plan.Settings, ("WORKER_COUNT", $"{WorkersOfEach}"), ("CANCELLATION_GRACE", "500ms")] };
    }

    private static Task<JsonElement> HealthAsync(NodeCluster cluster) => cluster.Api.GetAsync("/api/health/worker");

    private static int Number(JsonElement health, string name) => health.GetProperty(name).GetInt32();

    private static JsonElement[] Workers(JsonElement health) => [.. health.GetProperty("workers").EnumerateArray()];
}
