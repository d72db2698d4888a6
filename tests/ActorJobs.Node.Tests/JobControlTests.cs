using System.Net;

namespace ActorJobs.Node.Tests;

/// <summary>What users change: cancel, retry, delete, pause.</summary>
[Collection(NodeCollection.Name)]
public sealed class JobControlTests(ITestOutputHelper output)
{
    /// <summary>Promised is one second until the token fires; the rest is for a busy machine.</summary>
    private static readonly TimeSpan CancelDeadline = TimeSpan.FromSeconds(5);

    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Running_and_queued_jobs_are_cancelled(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store, ("WORKER_CONCURRENCY", "1"));
        var running = await node.Api.EnqueueAsync(Sleep(60_000));
        await node.Api.JobInAsync(running, "running");
        var queued = await node.Api.EnqueueAsync(Sleep(60_000));

        await node.Api.PostAsync($"/api/v1/jobs/{queued}/cancel");
        (await node.Api.JobAsync(queued)).State.ShouldBe("cancelled");
        var asked = DateTimeOffset.UtcNow;
        await node.Api.PostAsync($"/api/v1/jobs/{running}/cancel");

        var cancelled = await node.Api.JobInAsync(running, "cancelled");
        output.WriteLine($"Cancelled {(cancelled.FinishedAt!.Value - asked).TotalMilliseconds:F0} ms after the call.");
        (cancelled.FinishedAt.Value - asked).ShouldBeLessThan(CancelDeadline);
        using var again = await node.Api.Http.PostAsync($"/api/v1/jobs/{running}/cancel", null);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await ShouldCompleteAsync(node, Echo());
    }

    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Failed_job_is_retried_by_hand_with_all_its_retries_and_then_deleted(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store);
        var id = await node.Api.EnqueueAsync(Fail("permanent", times: 1));
        var failed = await node.Api.JobInAsync(id, "failed");
        failed.Errors.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            error => error.Class.ShouldBe("permanent"), error => error.Message.ShouldBe("as asked"));

        await node.Api.PostAsync($"/api/v1/jobs/{id}/retry");

        var done = await node.Api.JobInAsync(id, "succeeded");
        done.Attempt.ShouldBe(2);
        done.Errors.Length.ShouldBe(1);
        using var deleted = await node.Api.Http.DeleteAsync($"/api/v1/jobs/{id}");
        deleted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await node.Api.StatusOfAsync($"/api/v1/jobs/{id}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task All_failed_jobs_of_a_type_are_retried_at_once(TestStore store)
    {
        const int count = 25;
        using var node = await NodeProcess.StartedAsync(output, store);
        await node.Api.EnqueueManyAsync(Enumerable.Range(0, count).Select(_ => Fail("permanent", times: 1)));
        await Eventually.GetAsync(() => node.Api.CountAsync("failed"), failed => failed == count, "all fail");

        var answer = await node.Api.PostAsync("/api/v1/jobs/retry?state=failed&type=fail");

        answer.GetProperty("affected").GetInt32().ShouldBe(count);
        await node.Api.UntilSucceededAsync(count);
        (await node.Api.CountAsync("failed")).ShouldBe(0);
    }

    [Theory]
    [InlineData("low", null)]
    [InlineData(null, "progress")]
    public async Task Paused_priority_or_type_waits_while_others_run(string? priority, string? type)
    {
        using var node = await NodeProcess.StartedAsync(output);
        var pause = new { priority, type };
        await node.Api.PostAsync("/api/v1/pause", pause);
        var held = await node.Api.EnqueueAsync(
            new { type = type ?? "echo", payload = new { steps = 1, ms = 1 }, priority = priority ?? "high" });

        await ShouldCompleteAsync(node, Echo()); // enqueued later, it shows that the other was passed over
        (await node.Api.JobAsync(held)).State.ShouldBe("ready");
        (await node.Api.GetAsync("/api/v1/pauses")).GetProperty("pauses").GetArrayLength().ShouldBe(1);
        await node.Api.PostAsync("/api/v1/resume", pause);
        (await node.Api.JobInAsync(held, "succeeded")).Attempt.ShouldBe(1);
    }

    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Type_that_no_node_knows_waits_and_is_named_in_the_stats(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store);
        var id = await node.Api.EnqueueAsync(new { type = "unheard_of", payload = new { } });

        await ShouldCompleteAsync(node, Echo());
        var stats = await Eventually.GetAsync(
            () => node.Api.GetAsync("/api/v1/stats"), stats => stats.GetProperty("unroutable").GetArrayLength() > 0,
            "the type is named");
        stats.GetProperty("unroutable")[0].GetProperty("type").GetString().ShouldBe("unheard_of");
        stats.GetProperty("unroutable")[0].GetProperty("count").GetInt32().ShouldBe(1);
        (await node.Api.JobAsync(id)).State.ShouldBe("ready");
    }

    private static object Echo() => new { type = "echo", payload = new { } };

    private static object Sleep(int ms) => new { type = "sleep", payload = new { ms } };

    private static object Fail(string @class, int times) =>
        new { type = "fail", payload = new { @class, message = "as asked", times } };

    private static async Task ShouldCompleteAsync(NodeProcess node, object job) =>
        await node.Api.JobInAsync(await node.Api.EnqueueAsync(job), "succeeded");
}
