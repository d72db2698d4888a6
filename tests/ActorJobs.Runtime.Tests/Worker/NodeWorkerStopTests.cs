using System.Collections.Immutable;
using System.Text;
using ActorJobs.Handlers;
using ActorJobs.Operations;
using ActorJobs.Runtime.Events;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Runtime.Worker;
using ActorJobs.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ActorJobs.Runtime.Tests.Worker;

/// <summary>Cancel, time-out, stuck runs, deaf handlers and drain.</summary>
public sealed class NodeWorkerStopTests : NodeWorkerFixture
{
    [Fact]
    public async Task A_run_longer_than_itsTime_out_is_cancelled_and_tried_again()
    {
        Handle("echo", (_, token) => StartedUntil(token));
        Assign(Any.Job(timeout: TimeSpan.FromMinutes(1)));
        await Started.WaitAsync();

        Time.Advance(TimeSpan.FromSeconds(61));

        (await Store.NextAsync<JobOutcome.RetryAt>()).Error.Message.ShouldBe(
            "The attempt ran longer than its time-out of 1m.");
    }

    [Fact]
    public async Task A_run_without_a_sign_of_progress_is_cancelled_and_one_that_reports_is_not()
    {
        var reporting = new TaskCompletionSource<IJobContext>();
        Handle("silent", (_, token) => StartedUntil(token));
        Handle("talking", (context, token) =>
        {
            reporting.SetResult(context);
            return StartedUntil(token);
        });
        var day = TimeSpan.FromDays(1);
        Assign(Any.Job("silent", timeout: day));
        Assign(Any.Job("talking", timeout: day));
        await Started.WaitAsync();
        await Started.WaitAsync();
        var context = await reporting.Task;

        Time.Advance(TimeSpan.FromMinutes(29));
        context.ReportProgress(0.5);
        Time.Advance(TimeSpan.FromMinutes(2));

        (await Store.NextAsync<JobOutcome.RetryAt>()).Error.Message.ShouldBe(
            "The attempt showed no sign of progress for 30m.");
        Worker!.Report().Running.ShouldBe(1);
    }

    [Fact]
    public async Task A_handler_that_ignores_its_token_loses_its_slot_and_the_job_is_tried_again()
    {
        var never = new TaskCompletionSource();
        Handle("deaf", (_, _) =>
        {
            Started.Release();
            return never.Task;
        });
        Handle("echo", (_, _) => Task.CompletedTask);
        Assign(Any.Job("deaf", timeout: TimeSpan.FromMinutes(1)));
        await Started.WaitAsync();

        Time.Advance(TimeSpan.FromMinutes(1) + Settings.WatchInterval);
        Time.Advance(Settings.CancellationGrace + Settings.WatchInterval);

        (await Store.NextAsync<JobOutcome.RetryAt>()).Error.Message.ShouldBe(
            "The attempt ran longer than its time-out of 1m and did not stop when told to; its slot was given up.");
        Worker!.Report().Health.ShouldBe(WorkerHealth.Degraded);
        Assign(Any.Job(), Any.Job());
        await Store.NextAsync<JobOutcome.Succeeded>();
        await Store.NextAsync<JobOutcome.Succeeded>();
        never.SetResult();
    }

    [Fact]
    public async Task When_every_slot_was_given_up_theWorker_takes_nothing_until_one_comes_back()
    {
        var never = new TaskCompletionSource();
        Handle("deaf", (_, _) =>
        {
            Started.Release();
            return never.Task;
        });
        Handle("echo", (_, _) => Task.CompletedTask);
        Assign(Any.Job("deaf"), Any.Job("deaf"));
        await Started.WaitAsync();
        await Started.WaitAsync();
        Time.Advance(TimeSpan.FromMinutes(5) + Settings.WatchInterval);
        Time.Advance(Settings.CancellationGrace + Settings.WatchInterval);
        await Store.NextAsync<JobOutcome.RetryAt>();
        await Store.NextAsync<JobOutcome.RetryAt>();

        Worker!.Report().Health.ShouldBe(WorkerHealth.Unhealthy);
        Worker.Window.ShouldBe(0);
        var late = Assign(Any.Job());
        Worker.Report().Waiting.ShouldBe(1);

        never.SetResult();
        (await Store.NextAsync<JobOutcome.Succeeded>()).Job.Id.ShouldBe(late.Id);
    }

    [Fact]
    public async Task Worker_made_anew_takes_jobs_while_its_given_up_handlers_still_block()
    {
        var never = new TaskCompletionSource();
        var isBlocked = true;
        Handle("echo", async (_, _) =>
        {
            Started.Release();
            if (isBlocked)
            {
                await never.Task;
            }
        });
        Assign(Any.Job(), Any.Job());
        await Started.WaitAsync();
        await Started.WaitAsync();
        Time.Advance(TimeSpan.FromMinutes(5) + Settings.WatchInterval);
        Time.Advance(Settings.CancellationGrace + Settings.WatchInterval);
        await Store.NextAsync<JobOutcome.RetryAt>();
        await Store.NextAsync<JobOutcome.RetryAt>();
        isBlocked = false;
        var late = Assign(Any.Job());
        var unit = Worker!.Slots.Units.ShouldHaveSingleItem();
        Worker.Slots.WantsRenewal(unit).ShouldBeTrue();

        Worker.Slots.Renew(unit);

        (await Store.NextAsync<JobOutcome.Succeeded>()).Job.Id.ShouldBe(late.Id);
        var report = Worker.Report();
        report.Health.ShouldBe(WorkerHealth.Degraded);
        report.Abandoned.ShouldBe(2);
        report.Units.ShouldHaveSingleItem().Restarts.ShouldBe(1);
        never.SetResult();
    }

    [Fact]
    public async Task Cancel_fires_the_token_of_a_running_job()
    {
        Handle("echo", (_, token) => StartedUntil(token));
        var job = Assign(Any.Job());
        await Started.WaitAsync();

        Worker!.Cancel(job.Id).ShouldBeTrue();

        (await Store.NextAsync<JobOutcome.Cancelled>()).Job.Id.ShouldBe(job.Id);
    }

    [Fact]
    public async Task Cancel_drops_a_job_that_waits_for_a_slot()
    {
        Handle("echo", (_, token) => StartedUntil(token));
        var jobs = Enumerable.Range(0, 3).Select(_ => Any.Job()).ToArray();
        Assign(jobs);
        await Started.WaitAsync();
        await Started.WaitAsync();

        Worker!.Cancel(jobs[2].Id).ShouldBeTrue();
        Worker.Cancel(jobs[0].Id);

        await Store.NextAsync<JobOutcome.Cancelled>();
        (await Store.NextAsync<JobOutcome.Cancelled>()).Job.Id.ShouldBe(jobs[2].Id);
    }

    [Fact]
    public async Task A_job_that_completes_in_spite_of_its_cancel_is_succeeded()
    {
        var go = new TaskCompletionSource();
        Handle("echo", (_, _) =>
        {
            Started.Release();
            return go.Task;
        });
        var job = Assign(Any.Job());
        await Started.WaitAsync();
        Worker!.Cancel(job.Id);

        go.SetResult();

        await Store.NextAsync<JobOutcome.Succeeded>();
    }

    [Fact]
    public async Task Draining_returns_waiting_jobs_at_once_and_running_ones_after_the_wait()
    {
        Handle("echo", (_, token) => StartedUntil(token));
        var jobs = Enumerable.Range(0, 3).Select(_ => Any.Job()).ToArray();
        Assign(jobs);
        await Started.WaitAsync();
        await Started.WaitAsync();

        var drain = Worker!.DrainAsync(TimeSpan.FromSeconds(30));
        (await Store.NextAsync<JobOutcome.Released>()).Job.Id.ShouldBe(jobs[2].Id);
        drain.IsCompleted.ShouldBeFalse();
        Time.Advance(TimeSpan.FromSeconds(30));
        await drain;

        await Store.NextAsync<JobOutcome.Released>();
        await Store.NextAsync<JobOutcome.Released>();
        Worker.HeldCount.ShouldBe(0);
    }

    [Fact]
    public async Task Draining_lets_a_job_end_within_the_wait()
    {
        var go = new TaskCompletionSource();
        Handle("echo", (_, _) =>
        {
            Started.Release();
            return go.Task;
        });
        Assign(Any.Job());
        await Started.WaitAsync();
        var drain = Worker!.DrainAsync(TimeSpan.FromSeconds(30));

        go.SetResult();
        await drain;

        await Store.NextAsync<JobOutcome.Succeeded>();
    }

    [Fact]
    public async Task Jobs_that_arrive_while_draining_go_back()
    {
        Handle("echo", (_, _) => Task.CompletedTask);
        Worker = Create();
        await Worker.DrainAsync(TimeSpan.Zero);

        Assign(Any.Job());

        await Store.NextAsync<JobOutcome.Released>();
    }
}
