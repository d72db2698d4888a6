using System.Text.RegularExpressions;

namespace ActorJobs.Operations.Tests.Documents;

/// <summary><c>docs/metrics.md</c> tells what a node has, no more and no less.</summary>
[Collection(OperationsCollection.Name)]
public sealed partial class MetricsDocumentTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Document_names_exactly_the_metrics_of_a_node()
    {
        using var node = await NodeProcess.StartedAsync(output);
        await node.Api.JobInAsync(await node.Api.EnqueueAsync(new { type = "echo", payload = new { } }), "succeeded");
        await node.Api.JobInAsync(await node.Api.EnqueueAsync(new { type = "sleep", payload = new { ms = 60_000 } }), "running");
        await node.Api.EnqueueAsync(new { type = "unknown", payload = new { } });
        await node.KillAsync(); // so that the next start has something to recover
        await node.StartAsync();
        await node.Api.EnqueueAsync(new { type = "echo", payload = new { } });
        var emitted = await Eventually.GetAsync(
            async () => Type().Matches(await node.Api.Http.GetStringAsync("/metrics")).Select(match => match.Groups[1].Value).ToHashSet(),
            names => names.Contains("actorjobs_recovered_total") && names.Contains("actorjobs_finish_batch"), "recovery is counted");

        MetricsDocument.Names().Order().ShouldBe(emitted.Order());
    }

    [GeneratedRegex(@"(?m)^# TYPE (actorjobs_\w+) ")]
    private static partial Regex Type();
}
