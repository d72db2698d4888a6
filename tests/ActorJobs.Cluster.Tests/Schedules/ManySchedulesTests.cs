using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ActorJobs.Cluster.Tests.Schedules;

/// <summary>What ten thousand schedules cost. The figures are printed; what is asserted only catches another order of size.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "many-schedules")]
public sealed partial class ManySchedulesTests(ITestOutputHelper output)
{
    private const int Count = 10_000;
    private const double MaxMegabytes = 256;
    private const double MaxCpuShare = 0.15;
    private const double MaxSeconds = 120; // catches hangs alone; the figures are in the output
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(40);

    [Fact]
    public Task Ten_thousand_schedules_are_idle_recovered_and_fired() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            var file = Path.Combine(cluster.Folder.FullName, "schedules.json");
            await WriteAsync(file, n => n % 2 == 0
                ? new { cron = $"{n % 60} {n % 24} {(n % 28) + 1} 1 *", timeZone = "Europe/Berlin", job = new { type = "echo", payload = n } }
                : new { every = "300d", anchor = DateTimeOffset.UtcNow.AddDays(100), job = new { type = "echo", payload = n } });
            await cluster.StartAsync(
                SchedulerPlans.Worker("work"), SchedulerPlans.Scheduler("a", ("SCHEDULES_FILE", file)));
            var schedules = new ScheduleCluster(cluster);
            await UntilDefinedAsync(schedules, "s09999");

            await Task.Delay(Settling);
            var (cpu, start) = (cluster["a"].CpuTime(), System.Diagnostics.Stopwatch.GetTimestamp());
            await Task.Delay(Idle);
            var share = (cluster["a"].CpuTime() - cpu) / System.Diagnostics.Stopwatch.GetElapsedTime(start);
            var megabytes = cluster["a"].PeakResidentMegabytes();
            output.WriteLine($"{Count} schedules, none due: {share:P1} of a core, {cluster["a"].ResidentMegabytes():0} MB, at most {megabytes:0} MB");

            await cluster["a"].KillAsync();
            await cluster.RestartAsync(cluster["a"]);
            var recovery = await RecoveryAsync(cluster["a"]);
            output.WriteLine($"journal read and taken over in {recovery:0.0} s");

            var due = DateTimeOffset.FromUnixTimeSeconds((DateTimeOffset.UtcNow + Ahead).ToUnixTimeSeconds());
            await WriteAsync(file, n => new { every = "100d", anchor = due, job = new { type = "echo", payload = n } });
            await Eventually.GetAsync(
                async () => (await cluster.StatsAsync()).ByState.Values.Sum(), jobs => jobs >= Count, $"{Count} jobs are made");
            var jobs = await cluster.Api.JobsAsync();
            jobs.Count.ShouldBe(Count);
            var last = jobs.Max(job => job.CreatedAt) - due;
            output.WriteLine($"{Count} due in one second: all enqueued after {last.TotalSeconds:0.0} s; " +
                $"{cluster["a"].PeakResidentMegabytes():0} MB at most");
            jobs.Select(job => job.Tags.Single()).ShouldBeUnique();

            megabytes.ShouldBeLessThan(MaxMegabytes);
            share.ShouldBeLessThan(MaxCpuShare);
            recovery.ShouldBeLessThan(MaxSeconds);
            last.TotalSeconds.ShouldBeLessThan(MaxSeconds);
        });

    private static Task WriteAsync(string path, Func<int, object> schedule) => File.WriteAllTextAsync(path, JsonSerializer.Serialize(
        new { schedules = Enumerable.Range(0, Count).ToDictionary(n => $"s{n:00000}", schedule) }));

    private static Task UntilDefinedAsync(ScheduleCluster schedules, string id) => Eventually.GetAsync(
        () => schedules.IsKnownAsync(id), known => known, "the file is applied");

    private static async Task<double> RecoveryAsync(ClusterNode node)
    {
        var line = await node.Log.LineAsync("The scheduler is active: 10002 schedules");
        return double.Parse(Seconds().Match(line).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"taken over in ([\d.]+) s")]
    private static partial Regex Seconds();
}
