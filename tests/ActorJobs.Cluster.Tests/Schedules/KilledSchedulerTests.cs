using System.Globalization;
using System.Net;
using System.Net.Http.Json;

namespace ActorJobs.Cluster.Tests.Schedules;

/// <summary>
/// The active scheduler is gone without a word, again and again, while schedules fire every second: each time makes one job.
/// <c>ACTORJOBS_FIRES</c> asks for more fires than the suite has time for (500 take about three minutes).
/// </summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "scheduler")]
public sealed class KilledSchedulerTests(ITestOutputHelper output)
{
    private const int Schedules = 3;
    private const int FewFires = 60;
    private const int MaxSecondsBetweenKills = 6;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);

    private static readonly int Fires =
        int.TryParse(Environment.GetEnvironmentVariable("ACTORJOBS_FIRES"), CultureInfo.InvariantCulture, out var asked)
            ? asked
            : FewFires;

    [Theory]
    [InlineData(TestStore.Postgres)]
    [InlineData(TestStore.Redis)]
    public Task Every_fire_makes_one_job_however_often_the_scheduler_is_killed(TestStore store) =>
        NodeCluster.RunAsync(output, store, async cluster =>
        {
            await cluster.StartAsync(
                SchedulerPlans.Worker("work"), SchedulerPlans.Scheduler("a"), SchedulerPlans.Scheduler("b"));
            var schedules = new ScheduleCluster(cluster);
            var ids = await schedules.PutEverySecondAsync(Schedules);
            var random = new Random(Fires);
            var kills = 0;
            for (; kills < 2 || await CountAsync(schedules, ids) < Fires; kills++)
            {
                await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * MaxSecondsBetweenKills));
                var active = await schedules.ActiveAsync();
                await active.KillAsync();
                await schedules.SuccessorOfAsync(active);
                await cluster.RestartAsync(active);
            }
            await schedules.UntilJobsAsync(ids[0], (await schedules.JobsAsync(ids[0])).Length + 3);

            var jobs = await schedules.ShouldHaveFiredEverySecondOnceAsync(ids);
            kills.ShouldBeGreaterThan(1);
            output.WriteLine($"{store}: {jobs.Length} fires, {kills} kills of the active scheduler; late by {jobs.Select(job => job.Late).MedianAndMax()}");
        });

    [Fact]
    public Task After_an_outage_of_a_minute_each_misfire_policy_does_what_it_says() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync(SchedulerPlans.Worker("work"), SchedulerPlans.Scheduler("a"));
            var schedules = new ScheduleCluster(cluster);
            foreach (var misfire in new[] { "skip", "once", "all" })
            {
                await schedules.PutEverySecondAsync(1, misfire);
            }
            await schedules.UntilJobsAsync("every-second-all-0", 3);
            var lost = await cluster["a"].KillAsync();
            await Task.Delay(Outage);
            await cluster.RestartAsync(cluster["a"]);

            await schedules.UntilJobsAsync("every-second-all-0", (int)Outage.TotalSeconds + 6);
            await schedules.ShouldHaveFiredEverySecondOnceAsync(["every-second-all-0"]);
            var back = await schedules.MissedAtAsync("every-second-skip-0"); // one plan for all three
            var made = new Dictionary<string, int>();
            foreach (var misfire in new[] { "skip", "once", "all" })
            {
                made[misfire] = (await schedules.JobsAsync($"every-second-{misfire}-0"))
                    .Count(job => job.DueAt > lost + TimeSpan.FromSeconds(1) && job.DueAt <= back);
            }
            output.WriteLine($"outage of {(back - lost).TotalSeconds:0.0} s: {string.Join(", ", made)} jobs for its times");

            made["skip"].ShouldBe(0);
            made["once"].ShouldBe(1);
            made["all"].ShouldBeGreaterThanOrEqualTo((int)Outage.TotalSeconds - 1);
            (await schedules.MissedAtAsync("every-second-once-0")).ShouldBe(back);
        });

    [Fact]
    public Task Without_any_scheduler_jobs_delays_and_retries_go_on() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync(SchedulerPlans.Worker("work"), SchedulerPlans.Scheduler("a"));
            var schedules = new ScheduleCluster(cluster);
            var ids = await schedules.PutEverySecondAsync(1);
            await schedules.UntilJobsAsync(ids[0], 2);
            await cluster["a"].KillAsync();

            var delayed = await cluster.Api.EnqueueAsync(new { type = "echo", payload = 1, delay = "3s" });
            var retried = await cluster.Api.EnqueueAsync(
                new { type = "fail", payload = new { @class = "transient", message = "as asked", times = 1 } });

            (await cluster.Api.JobInAsync(delayed, "succeeded")).Attempt.ShouldBe(1);
            (await cluster.Api.JobInAsync(retried, "succeeded")).Attempt.ShouldBe(2);
            using var put = await cluster.Api.Http.PutAsync("/api/v1/schedules/late", JsonContent.Create(new { every = "1h", job = new { type = "echo" } }));
            put.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable); // said, not kept waiting
        });

    private static async Task<int> CountAsync(ScheduleCluster schedules, string[] ids)
    {
        var count = 0;
        foreach (var id in ids)
        {
            count += (await schedules.JobsAsync(id)).Length;
        }
        return count;
    }
}
