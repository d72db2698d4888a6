namespace ActorJobs.Node.Tests;

/// <summary>Unique keys that later jobs take over, as users send them over HTTP.</summary>
[Collection(NodeCollection.Name)]
public sealed class UniqueKeyTests(ITestOutputHelper output)
{
    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Of_changes_in_a_row_the_one_that_runs_and_the_latest_are_worked_on_across_a_kill(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store, ("WORKER_CONCURRENCY", "4"));
        var first = await EnqueueAsync(node, "sleep", 60_000);
        await node.Api.JobInAsync(first, "running");

        var refused = await node.Api.PostAsync("/api/v1/jobs", Job("sleep", 1, "replace"));
        refused.GetProperty("duplicate").GetBoolean().ShouldBeTrue();
        refused.GetProperty("id").GetString().ShouldBe(first);
        var second = await EnqueueAsync(node, "sleep", 1);
        var third = await EnqueueAsync(node, "sleep", 2);
        (await node.Api.JobAsync(second)).State.ShouldBe("cancelled");
        (await node.Api.JobAsync(third)).State.ShouldBe("ready"); // one of a concurrency key runs at a time
        await node.KillAsync();
        await node.StartAsync();
        await node.Api.JobInAsync(first, "running");
        await node.Api.PostAsync($"/api/v1/jobs/{first}/cancel");

        (await node.Api.JobInAsync(third, "succeeded")).Attempt.ShouldBe(1);
        (await node.Api.JobAsync(first)).State.ShouldBe("cancelled");
        (await node.Api.JobAsync(second)).State.ShouldBe("cancelled");
    }

    private static Task<string> EnqueueAsync(NodeProcess node, string type, int ms) => node.Api.EnqueueAsync(Job(type, ms, "latest"));

    private static object Job(string type, int ms, string onDuplicate) =>
        new { type, payload = new { ms }, uniqueKey = "report-7", concurrencyKey = "report-7", onDuplicate };
}
