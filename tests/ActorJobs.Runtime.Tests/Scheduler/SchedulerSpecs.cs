using System.Collections.Immutable;
using ActorJobs.Schedules;
using ActorJobs.Stores;
using Akka.Actor;
using static ActorJobs.Runtime.Scheduler.SchedulerProtocol;

namespace ActorJobs.Runtime.Tests.Scheduler;

public sealed class SchedulerSpecs : SchedulerFixture
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_time_that_comes_makes_one_job_with_the_schedules_tag_and_key()
    {
        Start();
        (await PutAsync(Every(Minute))).Created.ShouldBeTrue();
        (await JobsAsync()).ShouldBeEmpty();

        Time.Advance(Minute);

        var status = await UntilAsync(status => status.Fires == 1);
        var job = (await UntilJobsAsync(1)).ShouldHaveSingleItem();
        job.UniqueKey.ShouldBe("schedule/s/2026-01-02T03:05:05.0000000Z");
        job.Type.ShouldBe("echo");
        status.LastFires.ShouldHaveSingleItem().ShouldBe(
            new ScheduleFire(Any.Now + Minute, Any.Now + Minute, FireCause.Schedule, FireResult.Enqueued, job.Id));
        status.NextFires.Length.ShouldBe(10);
        status.NextFires[0].ShouldBe(Any.Now + (2 * Minute));
    }

    [Fact]
    public async Task A_definition_that_is_put_again_changes_nothing_and_keeps_its_history()
    {
        Start();
        await PutAsync(Every(Minute));
        Time.Advance(Minute);
        await UntilAsync(status => status.Fires == 1);

        var again = await PutAsync(Every(Minute));
        var changed = await PutAsync(Every(2 * Minute));

        again.Created.ShouldBeFalse();
        again.Status.ChangedAt.ShouldBe(Any.Now);
        changed.Status.ChangedAt.ShouldBe(Any.Now + Minute);
        changed.Status.Fires.ShouldBe(1);
        changed.Status.NextFires[0].ShouldBe(Any.Now + (2 * Minute));
    }

    [Fact]
    public async Task A_refused_definition_names_every_fault_and_changes_nothing()
    {
        Start();

        var refused = await AskAsync<ScheduleRefused>(new PutSchedule(Every(Minute) with { Id = "a b", MaxFires = 0 }));

        refused.Faults.Length.ShouldBe(2);
        await AskAsync<ScheduleUnknown>(new GetSchedule("a b"));
    }

    [Fact]
    public async Task Names_of_the_system_are_refused()
    {
        Start();

        var refused = await AskAsync<ScheduleRefused>(
            new PutSchedule(Every(Minute, "actorjobs:mine", "actorjobs:purge-history")));

        refused.Faults.Length.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_planned_when_the_scheduler_crashed_is_made_once_by_the_next()
    {
        Start();
        await PutAsync(Every(Minute));
        Control.FailAfter(nameof(IEnqueueStore.EnqueueAsync), new StoreUnavailableException("Cut.", Second));
        Time.Advance(Minute);
        await UntilJobsAsync(1);

        await CrashAsync();

        var status = await UntilAsync(status => status.Fires == 1);
        (await UntilJobsAsync(1)).ShouldHaveSingleItem().Id.ShouldBe(status.LastFires[0].Job!.Value);
    }

    [Fact]
    public async Task A_fire_whose_job_was_made_and_has_ended_is_not_made_again_by_the_next()
    {
        Start(settings => settings with { StoreBackoff = Minute, MaxStoreBackoff = Minute });
        await PutAsync(Every(Minute));
        Control.FailAfter(nameof(IEnqueueStore.EnqueueAsync), new StoreUnavailableException("Cut.", Second));
        Time.Advance(Minute);
        var made = (await UntilJobsAsync(1))[0].Id;
        await EndJobAsync(made);
        await Store.PurgeAsync(new Retention(TimeSpan.Zero, 0), Time.GetUtcNow() + Second, 1000, CancellationToken.None);
        (await JobsAsync()).ShouldBeEmpty(); // history has forgotten it, its unique key has not

        await CrashAsync();

        (await UntilAsync(status => status.Fires == 1)).LastFires[0].Job.ShouldBe(made);
        Time.Advance(Minute);
        (await UntilJobsAsync(1))[0].Id.ShouldNotBe(made);
    }

    [Fact]
    public async Task A_store_that_fails_before_it_enqueues_loses_no_fire()
    {
        Start();
        await PutAsync(Every(Minute));
        Control.FailBefore(nameof(IEnqueueStore.EnqueueAsync), new StoreUnavailableException("Away.", Second));

        Time.Advance(Minute);

        await UntilJobsAsync(1);
    }

    [Fact]
    public async Task A_schedule_that_is_removed_while_its_fire_is_planned_still_makes_that_job()
    {
        Start(settings => settings with { StoreBackoff = TimeSpan.FromMilliseconds(500), MaxStoreBackoff = Second });
        await PutAsync(Every(Minute));
        Control.FailBefore(nameof(IEnqueueStore.EnqueueAsync), new StoreUnavailableException("Away.", Second));
        Time.Advance(Minute);
        await UntilAsync(status => status.Fires == 1);

        await AskAsync<ScheduleChanged>(new DeleteSchedule("s"));

        await UntilJobsAsync(1);
        await AskAsync<ScheduleUnknown>(new GetSchedule("s"));
    }

    [Fact]
    public async Task A_paused_schedule_drops_its_times_and_goes_on_after_the_pause()
    {
        Start();
        await PutAsync(Every(Second));
        await AskAsync<ScheduleChanged>(new PauseSchedule("s", "closed"));
        Time.Advance(5 * Second);
        (await StatusAsync()).Pause.ShouldBe(new SchedulePause(Any.Now, "closed"));

        await AskAsync<ScheduleChanged>(new ResumeSchedule("s"));
        Time.Advance(Second);

        var status = await UntilAsync(status => status.Fires > 0);
        status.LastFires.ShouldHaveSingleItem().DueAt.ShouldBe(Any.Now + (6 * Second));
        status.Pause.ShouldBeNull();
    }

    [Fact]
    public async Task A_trigger_fires_a_paused_schedule_and_counts_for_no_limit()
    {
        Start();
        await PutAsync(Every(Minute) with { MaxFires = 1 });
        await AskAsync<ScheduleChanged>(new PauseSchedule("s", ""));

        var first = await AskAsync<ScheduleFired>(new TriggerSchedule("s"));
        var second = await AskAsync<ScheduleFired>(new TriggerSchedule("s"));

        first.Fire.Result.ShouldBe(FireResult.Enqueued);
        first.Fire.Cause.ShouldBe(FireCause.Trigger);
        second.Fire.Job.ShouldNotBe(first.Fire.Job);
        (await JobsAsync()).Select(job => job.Id).ShouldBe([first.Fire.Job!.Value, second.Fire.Job!.Value], ignoreOrder: true);
        (await StatusAsync()).Fires.ShouldBe(0);
        await AskAsync<ScheduleUnknown>(new TriggerSchedule("unknown"));
    }

    [Fact]
    public async Task After_its_last_fire_a_schedule_has_ended()
    {
        Start();
        await PutAsync(Every(Second) with { MaxFires = 2 });

        Time.Advance(10 * Second);

        (await UntilAsync(status => status.Fires == 2)).NextFires.ShouldBeEmpty();
        await UntilJobsAsync(2);
    }

    [Fact]
    public async Task A_single_time_in_the_past_fires_at_once_and_only_once()
    {
        Start();
        await PutAsync(Every(Second) with { Every = null, Anchor = null, RunAt = Any.Now - Second });

        var status = await UntilAsync(status => status.Fires == 1);

        status.LastFires[0].DueAt.ShouldBe(Any.Now - Second);
        status.NextFires.ShouldBeEmpty();
        await CrashAsync();
        (await StatusAsync()).Fires.ShouldBe(1);
    }

    [Fact]
    public async Task While_a_job_is_live_skip_makes_no_other()
    {
        Start();
        await PutAsync(Every(Second) with { Overlap = OverlapPolicy.Skip });
        Time.Advance(Second);
        await UntilAsync(status => status.Fires == 1);
        await CrashAsync();
        await StatusAsync();

        Time.Advance(Second);
        (await UntilAsync(status => status.LastFires.Length == 2)).LastFires[0].Result.ShouldBe(FireResult.Overlapped);
        await EndJobAsync((await UntilJobsAsync(1))[0].Id);
        Time.Advance(Second);

        (await UntilAsync(status => status.LastFires.Length == 3)).LastFires[0].Result.ShouldBe(FireResult.Enqueued);
        await UntilJobsAsync(2);
    }

    [Fact]
    public async Task While_a_job_is_live_queueOne_lets_one_fire_wait_for_its_end()
    {
        Start();
        await PutAsync(Every(Second) with { Overlap = OverlapPolicy.QueueOne });
        for (var n = 1; n <= 3; n++)
        {
            Time.Advance(Second);
            await UntilAsync(status => status.LastFires.Length == n);
        }
        (await StatusAsync()).LastFires.Select(fire => fire.Result)
            .ShouldBe([FireResult.Overlapped, FireResult.Queued, FireResult.Enqueued]);
        await CrashAsync();

        await EndJobAsync((await UntilJobsAsync(1)).ShouldHaveSingleItem().Id);

        var status = await UntilAsync(status => status.Fires == 2);
        status.LastFires[0].DueAt.ShouldBe(Any.Now + (2 * Second));
        status.LastFires.ShouldNotContain(fire => fire.Result == FireResult.Queued);
    }

    [Fact]
    public async Task CancelPrevious_ends_the_job_before()
    {
        Start();
        await PutAsync(Every(Second) with { Overlap = OverlapPolicy.CancelPrevious });
        Time.Advance(Second);
        await UntilAsync(status => status.Fires == 1);

        Time.Advance(Second);

        await UntilAsync(status => status.Fires == 2);
        (await UntilJobsAsync(2)).Select(job => job.State).ShouldBe([JobState.Cancelled, JobState.Ready]);
    }

    [Theory]
    [InlineData(MisfirePolicy.Skip, 0)]
    [InlineData(MisfirePolicy.Once, 1)]
    [InlineData(MisfirePolicy.All, 60)]
    public async Task After_an_outage_of_a_minute_the_misfire_policy_decides(MisfirePolicy misfire, int jobs)
    {
        Start();
        await PutAsync(Every(Second) with { Misfire = misfire });
        await EndAsync();
        Time.Advance(Minute);

        Start();

        await UntilAsync(status => status.LastFires.Length >= Math.Max(1, Math.Min(jobs, 20)));
        await UntilJobsAsync(jobs);
        Time.Advance(Second);
        await UntilJobsAsync(jobs + 1);
    }

    [Fact]
    public async Task A_clock_that_jumps_forward_is_an_outage_and_one_set_back_repeats_nothing()
    {
        Start();
        await PutAsync(Every(Second) with { Misfire = MisfirePolicy.Once });
        Time.Advance(TimeSpan.FromHours(1));
        await UntilAsync(status => status.Fires == 1);

        Time.AdjustTime(Any.Now);
        await AskAsync<ScheduleFired>(new TriggerSchedule("s"));

        (await StatusAsync()).Fires.ShouldBe(1);
        Time.AdjustTime(Any.Now + TimeSpan.FromHours(1) + Second);
        await UntilAsync(status => status.Fires == 2);
    }

    [Fact]
    public async Task A_backfill_makes_a_job_for_each_time_that_has_none()
    {
        Start();
        await PutAsync(Every(Minute) with { Overlap = OverlapPolicy.Skip });
        Time.Advance(Minute);
        await UntilJobsAsync(1);

        var backfill = new BackfillSchedule("s", Any.Now - (2 * Minute), Any.Now + Minute);

        (await AskAsync<ScheduleBackfilled>(backfill)).Jobs.ShouldBe(3);
        (await AskAsync<ScheduleBackfilled>(backfill)).Jobs.ShouldBe(0);
        (await JobsAsync()).Length.ShouldBe(4);
        (await StatusAsync()).LastFires.Count(fire => fire.Cause == FireCause.Backfill).ShouldBe(3);
        (await AskAsync<ScheduleRefused>(backfill with { To = Any.Now + (2 * Minute) })).Faults
            .ShouldBe(["to must not be in the future."]);
    }

    [Fact]
    public async Task Of_an_owner_what_is_no_longer_listed_is_removed_and_others_stay()
    {
        Start();
        await PutAsync(Every(Minute, "mine"));
        await AskAsync<ScheduleChanged>(new ReplaceSchedules(
            ScheduleOwner.Code, "Billing", [Every(Minute, "a"), Every(Minute, "b")]));
        await AskAsync<ScheduleChanged>(new ReplaceSchedules(ScheduleOwner.Code, "Mail", [Every(Minute, "c")]));

        await AskAsync<ScheduleChanged>(new ReplaceSchedules(ScheduleOwner.Code, "Billing", [Every(Second, "b")]));

        (await AskAsync<SchedulesFound>(new GetSchedules(null, 100))).Schedules.Select(status => status.Schedule.Id)
            .ShouldBe(["actorjobs:purge-history", "actorjobs:trim-failed", "b", "c", "mine"]);
        (await StatusAsync("b")).Schedule.Every.ShouldBe(Second);
        (await AskAsync<ScheduleRefused>(new ReplaceSchedules(ScheduleOwner.File, "", [Every(Minute, "c")]))).Faults
            .ShouldBe(["Schedule 'c' is defined elsewhere already (in the code of Mail); choose another id, or remove it there."]);
        await AskAsync<ScheduleOwned>(new PutSchedule(Every(Minute, "c")));
        await AskAsync<ScheduleOwned>(new DeleteSchedule("c"));
        await AskAsync<ScheduleOwned>(new DeleteSchedule("actorjobs:trim-failed"));
    }

    [Fact]
    public async Task Housekeeping_is_done_by_its_schedules_which_people_may_change()
    {
        Start();
        var purge = await StatusAsync("actorjobs:purge-history");
        (await PutAsync(purge.Schedule with { Every = Second, Anchor = Any.Now })).Status.Owner.ShouldBe(ScheduleOwner.System);
        var ended = JobId.New(Any.Now);
        await Store.EnqueueAsync([new NewJob
        {
            Id = ended, Type = "echo", Payload = "1"u8.ToArray(), CreatedAt = Any.Now, Priority = Priority.Normal, MaxRetries = 0,
            Timeout = Minute,
        }], CancellationToken.None);
        await EndJobAsync(ended);

        Time.Advance(TimeSpan.FromHours(25));

        await AwaitConditionAsync(async () => await Store.GetAsync(ended, CancellationToken.None) is null, Patience);
        (await StatusAsync("actorjobs:purge-history")).LastFires[0].Result.ShouldBe(FireResult.Performed);
    }

    [Fact]
    public async Task A_snapshot_holds_everything()
    {
        Start(settings => settings with { SnapshotEvents = 1 });
        await PutAsync(Every(Second) with { Overlap = OverlapPolicy.QueueOne });
        for (var n = 1; n <= 2; n++)
        {
            Time.Advance(Second);
            await UntilAsync(status => status.LastFires.Length == n);
        }
        await AskAsync<ScheduleChanged>(new PauseSchedule("s", "note"));
        var before = await StatusAsync();

        await CrashAsync();

        var after = await StatusAsync();
        after.LastFires.ShouldBe(before.LastFires);
        (after with { LastFires = [], NextFires = [], Schedule = before.Schedule, Warnings = [] })
            .ShouldBe(before with { LastFires = [], NextFires = [], Warnings = [] });
    }

    [Fact]
    public async Task Stop_waits_for_what_is_planned_and_ends_the_scheduler()
    {
        Start();
        await PutAsync(Every(Minute));
        Watch(Scheduler);

        Scheduler.Tell(Stop.Instance);

        await ExpectTerminatedAsync(Scheduler, Patience);
    }

    [Fact]
    public async Task A_schedules_file_is_applied_at_the_start_and_when_it_changes()
    {
        var file = new FakeFile { Schedules = [Every(Minute, "a")] };
        Start(file: file);
        await UntilKnownAsync("a");
        (await StatusAsync("a")).Owner.ShouldBe(ScheduleOwner.File);

        file.Schedules = [Every(Minute, "b")];

        await UntilKnownAsync("b");
        await AskAsync<ScheduleUnknown>(new GetSchedule("a"));
    }

    private Task UntilKnownAsync(string id) => AwaitConditionAsync(
        async () => await AskAsync<object>(new GetSchedule(id)) is ScheduleFound, Patience);

    private sealed class FakeFile : Runtime.Scheduler.IScheduleFile
    {
        private ImmutableArray<Schedule> _read;

        public ImmutableArray<Schedule> Schedules { get; set; }

        public Task<ImmutableArray<Schedule>?> ReadAsync(bool always)
        {
            var changed = always || _read != Schedules;
            _read = Schedules;
            return Task.FromResult(changed ? (ImmutableArray<Schedule>?)Schedules : null);
        }
    }
}
