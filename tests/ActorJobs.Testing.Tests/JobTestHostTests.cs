using ActorJobs.Client;
using ActorJobs.Handlers;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Testing.Tests;

public sealed class JobTestHostTests : IAsyncLifetime
{
    private readonly Outbox _outbox = new();
    private readonly List<string> _line = [];
    private JobTestHost _jobs = null!;

    public async Task InitializeAsync() => _jobs = await JobTestHost.StartAsync(host =>
    {
        host.AddJob<SendMail>().AddJob<LogMail>().AddJob<Nap>();
        host.AddJob<string>("note", (text, context, _) =>
        {
            _line.Add(text);
            context.Log(text);
            return Task.CompletedTask;
        });
        host.Services.AddSingleton(_outbox);
    });

    public Task DisposeAsync() => _jobs.DisposeAsync().AsTask();

    [Fact]
    public async Task Jobs_run_by_priority_and_then_in_their_order()
    {
        await _jobs.Client.EnqueueAsync("note", "low", new EnqueueOptions { Priority = Priority.Low });
        await _jobs.Client.EnqueueAsync("note", "first");
        await _jobs.Client.EnqueueAsync("note", "second");
        await _jobs.Client.EnqueueAsync("note", "high", new EnqueueOptions { Priority = Priority.High });

        (await _jobs.RunToIdleAsync()).ShouldBe(4);

        _line.ShouldBe(["high", "first", "second", "low"]);
    }

    [Fact]
    public async Task A_delayed_job_runs_when_the_clock_says_so_and_at_its_time()
    {
        var job = await _jobs.Client.EnqueueAsync(new Mail("ada"), new EnqueueOptions { Delay = TimeSpan.FromHours(1) });
        (await _jobs.RunToIdleAsync()).ShouldBe(0);

        (await _jobs.AdvanceAsync(TimeSpan.FromMinutes(59))).ShouldBe(0);
        await _jobs.AssertStateAsync(job.Id, JobState.Scheduled);
        await _jobs.AdvanceAsync(TimeSpan.FromDays(1));

        var done = await _jobs.AssertStateAsync(job.Id, JobState.Succeeded);
        done.Snapshot.StartedAt.ShouldBe(new JobTestOptions().StartAt.AddHours(1));
    }

    [Fact]
    public async Task A_forced_failure_is_tried_again_after_its_back_off()
    {
        var job = await _jobs.Client.EnqueueAsync(new Mail("ada"));
        _jobs.FailNext("send_mail", new TimeoutException("the server is slow"));

        await _jobs.RunToIdleAsync();
        (await _jobs.AssertStateAsync(job.Id, JobState.Retrying)).Snapshot.Errors.Single().Message.ShouldBe("the server is slow");
        await _jobs.RunToEndAsync();

        (await _jobs.AssertStateAsync(job.Id, JobState.Succeeded)).Attempt.ShouldBe(2);
        _outbox.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_fails_for_good_ends_in_the_dead_set()
    {
        var transient = await _jobs.Client.EnqueueAsync(new Mail("ada"));
        _jobs.FailNext("send_mail", new TimeoutException(), times: 3);
        await _jobs.RunToEndAsync();
        var permanent = await _jobs.Client.EnqueueAsync(new Mail("grace"));
        _jobs.FailNext("send_mail", new ArgumentException("no such address"));
        await _jobs.RunToEndAsync();

        (await _jobs.AssertStateAsync(transient.Id, JobState.Failed)).Attempt.ShouldBe(3);
        (await _jobs.AssertStateAsync(permanent.Id, JobState.Failed)).Attempt.ShouldBe(1);
        _outbox.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_crash_after_the_handler_does_its_work_twice_and_its_children_once()
    {
        var job = await _jobs.Client.EnqueueAsync(new Mail("ada"));
        _jobs.CrashNext("send_mail");

        await _jobs.RunToIdleAsync();

        var done = await _jobs.AssertStateAsync(job.Id, JobState.Succeeded);
        done.Attempt.ShouldBe(2);
        done.Snapshot.Errors.Single().Class.ShouldBe(ErrorClass.Interrupted);
        done.Result<Dictionary<string, int>>()["count"].ShouldBe(2);
        _outbox.Sent.ShouldBe(["ada", "ada"]);
        await _jobs.AssertEnqueuedAsync<MailLogged>();
    }

    [Fact]
    public async Task A_job_that_always_crashes_stops_after_its_attempts()
    {
        var job = await _jobs.Client.EnqueueAsync(new Mail("ada"));
        for (var i = 0; i < 3; i++)
        {
            _jobs.CrashNext("send_mail", CrashPoint.BeforeHandler);
        }

        await _jobs.RunToEndAsync();

        await _jobs.AssertStateAsync(job.Id, JobState.Failed);
        _outbox.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_handler_that_waits_for_the_clock_goes_on_when_it_moves_and_is_stopped_by_its_time_out()
    {
        var job = await _jobs.Client.EnqueueAsync(new NapArgs(50_000));

        var run = _jobs.RunToIdleAsync();
        while (!run.IsCompleted)
        {
            _jobs.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
        await run;

        var failed = await _jobs.AssertStateAsync(job.Id, JobState.Failed);
        failed.Snapshot.Errors.Single().Message.ShouldBe("The attempt ran longer than its time-out of 5m.");
    }

    [Fact]
    public async Task A_wrong_assertion_says_what_there_is()
    {
        await _jobs.Client.EnqueueAsync(new Mail("ada"));
        await _jobs.RunToIdleAsync();

        var fault = await Should.ThrowAsync<JobAssertionException>(() => _jobs.AssertEnqueuedAsync<MailLogged>(log => log.To == "grace"));
        fault.Message.ShouldStartWith("One log_mail job was to be enqueued, but 0 were; there are:");
        fault.Message.ShouldContain("""send_mail {"to":"ada"} succeeded after 1 attempt""");
        await Should.ThrowAsync<JobAssertionException>(() => _jobs.AssertNotEnqueuedAsync<Mail>());
        await _jobs.AssertNotEnqueuedAsync<Mail>(mail => mail.To == "grace");
    }

    [Fact]
    public async Task What_a_node_would_refuse_at_its_start_a_test_refuses_too()
    {
        var fault = await Should.ThrowAsync<InvalidHandlersException>(
            () => JobTestHost.StartAsync(host => host.AddJob<SendMail>().AddJob<SendMail>()));

        fault.Faults.ShouldBe([
            "Job type 'send_mail' has 2 handlers (SendMail, SendMail); register one.",
            "SendMail asks for Outbox, which the host does not provide; add it to the services.",
            "SendMail asks for Outbox, which the host does not provide; add it to the services.",
        ]);
    }
}
