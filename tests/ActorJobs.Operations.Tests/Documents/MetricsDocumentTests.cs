using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace ActorJobs.Operations.Tests.Documents;

/// <summary><c>docs/metrics.md</c> tells what a node has, no more and no less.</summary>
[Collection(OperationsCollection.Name)]
public sealed partial class MetricsDocumentTests(ITestOutputHelper output)
{
    private static readonly string[] Late =
        ["actorjobs_recovered_total", "actorjobs_recovery_duration_seconds", "actorjobs_finish_batch", "actorjobs_fire_delay_seconds"];

    [Fact]
    public async Task Document_names_exactly_the_metrics_of_a_node()
    {
        using var node = await NodeProcess.StartedAsync(output);
        await node.Api.JobInAsync(await node.Api.EnqueueAsync(new { type = "echo", payload = new { } }), "succeeded");
        await node.Api.JobInAsync(await node.Api.EnqueueAsync(new { type = "sleep", payload = new { ms = 60_000 } }), "running");
        (await node.Api.Http.PutAsJsonAsync("/api/v1/schedules/tick", new { every = "1s", job = new { type = "echo" } }))
            .EnsureSuccessStatusCode();
        await node.Api.EnqueueAsync(new { type = "unknown", payload = new { } });
        await node.KillAsync(); // so that the next start has something to recover
        await node.StartAsync();
        await node.Api.EnqueueAsync(new { type = "echo", payload = new { } });
        var emitted = await Eventually.GetAsync(
            async () => Type().Matches(await node.Api.Http.GetStringAsync("/metrics")).Select(match => match.Groups[1].Value).ToHashSet(),
            names => Late.All(names.Contains), "recovery and fires are counted");

        MetricsDocument.Names().Order().ShouldBe(emitted.Order());
    }

    [Fact]
    public void Event_ids_are_of_one_line_each_and_stand_in_the_table()
    {
        var ids = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => EventId().Matches(File.ReadAllText(file)).Select(match => int.Parse(match.Groups[1].Value))).ToArray();
        var ranges = MetricsDocument.EventIds();

        ids.Length.ShouldBeGreaterThan(50);
        ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();
        ids.Where(id => !ranges.Any(range => range.First <= id && id <= range.Last)).ShouldBeEmpty();
        ranges.Where(range => !ids.Contains(range.First) || !ids.Contains(range.Last)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"LoggerMessage\((?:EventId = )?(\d+)")]
    private static partial Regex EventId();

    [GeneratedRegex(@"(?m)^# TYPE (actorjobs_\w+) ")]
    private static partial Regex Type();
}
