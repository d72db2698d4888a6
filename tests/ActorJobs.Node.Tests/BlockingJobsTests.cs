using System.Diagnostics;
using System.Net;

namespace ActorJobs.Node.Tests;

[Collection(NodeCollection.Name)]
public sealed class BlockingJobsTests(ITestOutputHelper output)
{
    private const int Jobs = 100;

    /// <summary>The promise is 100 ms; a machine that runs other things too may take this many times as long.</summary>
    private const int Slack = 5;

    [Fact]
    public async Task Hundred_handlers_that_block_disturb_neither_cluster_nor_health_nor_api()
    {
        using var node = await NodeProcess.StartedAsync(output, ("WORKER_CONCURRENCY", $"{Jobs}"));
        var ids = await node.Api.EnqueueManyAsync(
            Enumerable.Range(0, Jobs).Select(_ => new { type = "block", payload = new { ms = 5000 } }));
        await Eventually.GetAsync(() => node.Api.CountAsync("running"), running => running == Jobs, "all block at once");

        var healthAnswers = new List<HttpStatusCode>();
        var latencies = new List<TimeSpan>();
        JobView job;
        do
        {
            var start = Stopwatch.GetTimestamp();
            job = await node.Api.JobAsync(ids[0]);
            latencies.Add(Stopwatch.GetElapsedTime(start));
            healthAnswers.Add(await node.Api.StatusOfAsync("/health/ready"));
        }
        while (job.State == "running");
        await node.Api.UntilSucceededAsync(Jobs);

        latencies.Sort();
        var p99 = latencies[latencies.Count * 99 / 100];
        output.WriteLine($"{latencies.Count} answers of GET /api/v1/jobs/{{id}} while {Jobs} handlers blocked: " +
            $"p50 {latencies[latencies.Count / 2].TotalMilliseconds:F2} ms, p99 {p99.TotalMilliseconds:F2} ms, " +
            $"longest {latencies[^1].TotalMilliseconds:F2} ms.");
        p99.ShouldBeLessThan(TimeSpan.FromMilliseconds(100) * Slack);
        healthAnswers.ShouldAllBe(status => status == HttpStatusCode.OK);
        node.Log.Find("heartbeat").ShouldBeNull();
        node.Log.Find("unreachable").ShouldBeNull();
        (await node.Api.JobsAsync()).ShouldAllBe(done => done.Attempt == 1 && done.State == "succeeded");
    }
}
