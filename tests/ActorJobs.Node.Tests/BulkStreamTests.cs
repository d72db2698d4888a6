using System.Net;
using System.Text.Json;

namespace ActorJobs.Node.Tests;

[Collection(NodeCollection.Name)]
public sealed class BulkStreamTests(ITestOutputHelper output)
{
    private const int Jobs = 200_000;
    private const double MemoryLimitMegabytes = 300;

    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Stream_of_200_000_jobs_is_accepted_in_bounded_memory_while_it_drains(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store, ("RETAIN_SUCCEEDED_COUNT", $"{Jobs}"));
        using var body = new NdJsonStream(
            Enumerable.Range(0, Jobs).Select(n => $$$"""{"type":"echo","payload":{"n":{{{n}}}}}"""));
        var posting = node.Api.Http.PostAsync("/api/v1/jobs/batch", body);
        var (most, drainedMeanwhile) = (0.0, 0L);
        while (!posting.IsCompleted)
        {
            drainedMeanwhile = await node.Api.CountAsync("succeeded");
            most = Math.Max(most, node.ResidentMegabytes());
        }

        using var answer = await posting;
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var report = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
        report.RootElement.GetProperty("accepted").GetInt32().ShouldBe(Jobs);
        report.RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetString()).ToHashSet().Count.ShouldBe(Jobs);
        drainedMeanwhile.ShouldBeGreaterThan(0);

        await Eventually.GetAsync(
            async () =>
            {
                most = Math.Max(most, node.ResidentMegabytes());
                return await node.Api.CountAsync("succeeded");
            },
            succeeded => succeeded == Jobs, "all jobs succeed");
        output.WriteLine($"{drainedMeanwhile} jobs had succeeded when the last was accepted; " +
            $"sampled {most:F0} MB at most, peak {node.PeakResidentMegabytes():F0} MB.");
        most.ShouldBeLessThan(MemoryLimitMegabytes);
        node.PeakResidentMegabytes().ShouldBeLessThan(MemoryLimitMegabytes);
    }
}
