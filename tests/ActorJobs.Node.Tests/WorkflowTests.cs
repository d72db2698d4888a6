using System.Text.Json;

namespace ActorJobs.Node.Tests;

/// <summary>Jobs that wait for others, as users send them over HTTP.</summary>
[Collection(NodeCollection.Name)]
public sealed class WorkflowTests(ITestOutputHelper output)
{
    private const int Parts = 20;

    /// <summary>Load, then parts side by side, then a sum, then a report: killed while the parts run.</summary>
    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Chain_with_fan_out_and_fan_in_runs_in_order_across_a_kill(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store, ("WORKER_CONCURRENCY", "4"));
        var load = NewId();
        var parts = Enumerable.Range(0, Parts).Select(_ => NewId()).ToArray();
        var (sum, report) = (NewId(), NewId());
        await node.Api.PostAsync("/api/v1/jobs/group", (object[])
        [
            Sleep(load, 100), .. parts.Select(part => Sleep(part, 300, load)), Sleep(sum, 10, parts), Sleep(report, 10, sum),
        ]);
        var waiting = await node.Api.JobAsync(report);
        waiting.State.ShouldBe("scheduled");
        waiting.RunAt.ShouldBeNull();
        waiting.After.ShouldBe([sum]);

        await node.Api.UntilSucceededAsync(4);
        await node.KillAsync();
        await node.StartAsync();

        await node.Api.JobInAsync(report, "succeeded");
        var jobs = (await node.Api.JobsAsync()).ToDictionary(job => job.Id);
        jobs.Count.ShouldBe(Parts + 3);
        jobs.Values.ShouldAllBe(job => job.State == "succeeded");
        parts.ShouldAllBe(part => jobs[part].StartedAt >= jobs[load].FinishedAt);
        parts.ShouldAllBe(part => jobs[sum].StartedAt >= jobs[part].FinishedAt);
        jobs[report].StartedAt!.Value.ShouldBeGreaterThanOrEqualTo(jobs[sum].FinishedAt!.Value);
    }

    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Failure_holds_cancels_or_lets_run_what_waits_as_each_job_says(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store);
        var (first, held, cancelled, behind, anyway) = (NewId(), NewId(), NewId(), NewId(), NewId());
        await node.Api.PostAsync("/api/v1/jobs/group", new object[]
        {
            new { id = first, type = "fail", payload = new { @class = "permanent", message = "as asked", times = 1 } },
            Echo(held, "hold", first), Echo(cancelled, "cancel", first), Echo(behind, "hold", cancelled), Echo(anyway, "run", first),
        });

        await node.Api.JobInAsync(first, "failed");
        await node.Api.JobInAsync(cancelled, "cancelled");
        await node.Api.JobInAsync(behind, "cancelled");
        await node.Api.JobInAsync(anyway, "succeeded");
        (await node.Api.JobAsync(held)).State.ShouldBe("scheduled");
        await node.KillAsync();
        await node.StartAsync();
        (await node.Api.JobAsync(held)).After.ShouldBe([first]);
        await node.Api.PostAsync($"/api/v1/jobs/{first}/retry");

        await node.Api.JobInAsync(first, "succeeded");
        await node.Api.JobInAsync(held, "succeeded");
    }

    [Fact]
    public async Task Example_of_the_documents_runs_as_it_stands()
    {
        using var node = await NodeProcess.StartedAsync(output);
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "workflows.md"));
        var example = JsonSerializer.Deserialize<JsonElement>(document.Split("```json")[1].Split("```")[0]);

        await node.Api.PostAsync("/api/v1/jobs/group", example);

        await node.Api.UntilSucceededAsync(example.GetArrayLength());
    }

    private static string NewId() => Guid.CreateVersion7().ToString();

    private static object Sleep(string id, int ms, params string[] after) => new { id, type = "sleep", payload = new { ms }, after };

    private static object Echo(string id, string onFailure, string after) =>
        new { id, type = "echo", payload = new { }, after = new[] { after }, onFailure };
}
