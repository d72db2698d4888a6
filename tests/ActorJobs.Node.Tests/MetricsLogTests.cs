using System.Text.RegularExpressions;

namespace ActorJobs.Node.Tests;

[Collection(NodeCollection.Name)]
public sealed partial class MetricsLogTests(ITestOutputHelper output)
{
    [Fact]
    public async Task System_metrics_line_tells_what_was_done()
    {
        using var node = await NodeProcess.StartedAsync(output, ("METRICS_INTERVAL", "1s"));
        var done = await node.Api.EnqueueAsync(new { type = "sleep", payload = new { ms = 50 } });
        var failed = await node.Api.EnqueueAsync(new { type = "fail", payload = new { @class = "permanent", message = "no" } });
        await node.Api.JobInAsync(done, "succeeded");
        await node.Api.JobInAsync(failed, "failed");

        await node.Log.LineAsync("jobs_processed=2");

        var lines = node.Log.Lines.Where(line => line.Contains("System metrics", StringComparison.Ordinal)).ToArray();
        lines.ShouldAllBe(line => Fields().IsMatch(line));
        lines[^1].ShouldContain("jobs_completed=1 jobs_failed=1 ");
        var busy = lines.Single(line => line.Contains("error_rate=0.5", StringComparison.Ordinal)
            || line.Contains("error_rate=1 ", StringComparison.Ordinal));
        output.WriteLine(busy);
    }

    [GeneratedRegex(
        @"System metrics jobs_processed=\d+ jobs_completed=\d+ jobs_failed=\d+ avg_duration_ms=\d+(\.\d+)? "
        + @"worker_utilization=[01](\.\d+)? error_rate=[01](\.\d+)? uptime=\d+s$")]
    private static partial Regex Fields();
}
