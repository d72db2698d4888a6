using System.Diagnostics;

namespace ActorJobs.Operations.Tests.Prometheus;

/// <summary>The alerts of <c>deploy/prometheus</c> under load that a real Prometheus sees.</summary>
[Collection(OperationsCollection.Name)]
public sealed class AlertTests(ITestOutputHelper output)
{
    private const int Waiting = 1500;
    private const int Failing = 150;

    private static readonly string[] Alerts =
        ["ActorJobsQueueDepthHigh", "ActorJobsUtilizationHigh", "ActorJobsErrorRateHigh"];

    [Fact]
    public async Task Alerts_fire_under_load_and_clear_after_it()
    {
        using var node = await NodeProcess.StartedAsync(output, ("WORKER_CONCURRENCY", "2"));
        using var prometheus = new PrometheusServer(node.Api.Url);
        await Eventually.GetAsync(() => prometheus.ValueAsync("up"), up => up == 1, "Prometheus scrapes the node");
        (await prometheus.FiringAsync()).ShouldBeEmpty();

        var began = Stopwatch.GetTimestamp();
        await node.Api.EnqueueManyAsync(Enumerable.Range(0, Waiting).Select(_ =>
            new { type = "sleep", priority = "low", payload = new { ms = 300 } }));
        await node.Api.EnqueueManyAsync(Enumerable.Range(0, Failing).Select(_ =>
            new { type = "fail", priority = "high", payload = new { @class = "permanent", message = "as asked" } }));
        await Eventually.GetAsync(async () => await prometheus.FiringAsync(), fires => Alerts.All(fires.Contains), "all three fire",
            describe: fires => string.Join(", ", fires));
        output.WriteLine($"All three fire after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s.");

        began = Stopwatch.GetTimestamp();
        await node.Api.PostAsync("/api/v1/jobs/cancel?state=ready&type=sleep");
        await Eventually.GetAsync(async () => await prometheus.FiringAsync(), fires => !Alerts.Any(fires.Contains), "all three clear");
        output.WriteLine($"All three clear after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s.");

        (await prometheus.ValueAsync("actorjobs_failed_total")).ShouldBe(Failing);
        var median = await prometheus.ValueAsync(
            "histogram_quantile(0.5, sum by (le) (actorjobs_job_run_duration_seconds_bucket{type=\"sleep\"}))");
        median.ShouldNotBeNull().ShouldBeInRange(0.25, 0.5);
    }

    [Theory]
    [InlineData("check", "rules", PrometheusServer.Rules)]
    [InlineData("check", "config", "--syntax-only", "deploy/prometheus/prometheus.yml")]
    public async Task Promtool_finds_no_fault(params string[] words)
    {
        var (code, text) = await Promtool.RunAsync(words, "");
        code.ShouldBe(0, text);
    }

    [Fact]
    public async Task Promtool_finds_no_fault_in_the_faster_rules()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file, PrometheusServer.Faster(await File.ReadAllTextAsync(Path.Combine(Repository.Root, PrometheusServer.Rules))));
        var (code, text) = await Promtool.RunAsync(["check", "rules", file], "");
        File.Delete(file);

        code.ShouldBe(0, text);
    }

    [Fact]
    public async Task Promtool_can_read_what_a_node_answers()
    {
        using var node = await NodeProcess.StartedAsync(output);
        await node.Api.JobInAsync(await node.Api.EnqueueAsync(new { type = "echo", payload = new { } }), "succeeded");
        var (code, text) = await Promtool.RunAsync(["check", "metrics"], await node.Api.Http.GetStringAsync("/metrics"));

        // Its other advice is about names, as that a counter's name ends in _total; 1 means that the text cannot be read.
        code.ShouldBeOneOf(0, 3);
        text.ShouldNotContain("error while linting");
    }
}
