namespace ActorJobs.Cluster.Tests.Schedules;

/// <summary>Schedulers that come and go in order, and one that is back from the dead.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "scheduler")]
public sealed class SchedulerHandOverTests(ITestOutputHelper output)
{
    private const int Schedules = 3;
    private const int SomeFires = 5;

    [Fact]
    public Task Blue_green_loses_no_fire_and_doubles_none() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync(
                SchedulerPlans.Worker("work"), SchedulerPlans.Scheduler("blue-1"), SchedulerPlans.Scheduler("blue-2"));
            var schedules = new ScheduleCluster(cluster);
            var ids = await schedules.PutEverySecondAsync(Schedules);
            await schedules.UntilJobsAsync(ids[0], SomeFires);
            await cluster.StartAsync(SchedulerPlans.Scheduler("green-1"), SchedulerPlans.Scheduler("green-2"));
            var handed = DateTimeOffset.UtcNow;

            foreach (var name in new[] { "blue-1", "blue-2" })
            {
                (await cluster[name].StopAsync()).ShouldBe(0);
            }

            (await schedules.SuccessorOfAsync(cluster["blue-2"])).Name.ShouldStartWith("green");
            var before = (await schedules.JobsAsync(ids[0])).Length;
            await schedules.UntilJobsAsync(ids[0], before + SomeFires);
            var jobs = await schedules.ShouldHaveFiredEverySecondOnceAsync(ids);
            var late = jobs.Where(job => job.DueAt > handed - TimeSpan.FromSeconds(2)).Select(job => job.Late);
            output.WriteLine($"late around two hand-overs: {late.MedianAndMax()}; before: " +
                jobs.Where(job => job.DueAt <= handed).Select(job => job.Late).MedianAndMax());
        });

    [Theory]
    [InlineData(TestStore.Postgres)]
    [InlineData(TestStore.Redis)]
    public Task A_scheduler_that_was_frozen_until_another_took_over_does_nothing_twice(TestStore store) =>
        NodeCluster.RunAsync(output, store, async cluster =>
        {
            await cluster.StartAsync(
                SchedulerPlans.Worker("work"), SchedulerPlans.Scheduler("a"), SchedulerPlans.Scheduler("b"));
            var schedules = new ScheduleCluster(cluster);
            var ids = await schedules.PutEverySecondAsync(Schedules);
            await schedules.UntilJobsAsync(ids[0], SomeFires);
            var frozen = await schedules.ActiveAsync();

            frozen.Freeze();
            var successor = await schedules.SuccessorOfAsync(frozen);
            var before = (await schedules.JobsAsync(ids[0])).Length;
            await schedules.UntilJobsAsync(ids[0], before + SomeFires);
            frozen.Thaw();
            (await frozen.ExitCodeAsync()).ShouldBe(5); // the cluster has removed it

            before = (await schedules.JobsAsync(ids[0])).Length;
            await schedules.UntilJobsAsync(ids[0], before + SomeFires);
            var jobs = await schedules.ShouldHaveFiredEverySecondOnceAsync(ids);
            successor.Log.Find("could not write event").ShouldBeNull();
            output.WriteLine($"{store}: late by {jobs.Select(job => job.Late).MedianAndMax()}");
        });
}
