using System.Net;

namespace ActorJobs.Node.Tests;

[Collection(NodeCollection.Name)]
public sealed class FirstUseTests(ITestOutputHelper output)
{
    [Fact]
    public async Task First_job_is_enqueued_followed_and_listed()
    {
        using var node = await NodeProcess.StartedAsync(output);
        var id = await node.Api.EnqueueAsync(
            new { type = "echo", payload = new { hello = "world" }, tags = new[] { "first" } });

        var job = await node.Api.JobInAsync(id, "succeeded");
        job.Result!.Value.GetProperty("hello").GetString().ShouldBe("world");
        job.Attempt.ShouldBe(1);
        job.Node.ShouldNotBeNull();
        job.StartedAt!.Value.ShouldBeInRange(job.CreatedAt, job.FinishedAt!.Value);
        (await node.Api.JobsAsync("&tag=first")).ShouldHaveSingleItem().Id.ShouldBe(id);
        await node.Api.UntilSucceededAsync(1);
        var nodes = (await node.Api.GetAsync("/api/v1/nodes")).GetProperty("nodes");
        nodes.GetArrayLength().ShouldBe(1);
        nodes[0].GetProperty("address").GetString().ShouldBe(job.Node);
        nodes[0].GetProperty("status").GetString().ShouldBe("up");
        nodes[0].GetProperty("slots").GetInt32().ShouldBe(10);
    }

    [Fact]
    public async Task Health_and_api_description_are_there_at_once()
    {
        using var node = await NodeProcess.StartedAsync(output);

        (await node.Api.StatusOfAsync("/health/live")).ShouldBe(HttpStatusCode.OK);
        (await node.Api.StatusOfAsync("/health/ready")).ShouldBe(HttpStatusCode.OK);
        (await node.Api.GetAsync("/api/health/worker")).GetProperty("status").GetString().ShouldBe("healthy");
        var paths = (await node.Api.GetAsync("/openapi/v1.json")).GetProperty("paths");
        paths.TryGetProperty("/api/v1/jobs", out _).ShouldBeTrue();
        (await node.Api.StatusOfAsync("/metrics")).ShouldBe(HttpStatusCode.OK);
    }
}
