using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
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

public sealed class NodeWorkerTests : IAsyncDisposable
{
    private static readonly WorkerSettings Settings = new() { Slots = 2 };

    private readonly FakeTimeProvider _time = new(Any.Now);
    private readonly OutcomeRecorder _store = new();
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly Dictionary<string, Func<IJobContext, CancellationToken, Task>> _handlers = [];
    private readonly SemaphoreSlim _started = new(0);
    private NodeWorker? _worker;

    [Fact]
    public async Task A_handler_that_returns_completes_its_job_with_result_and_children()
    {
        var child = default(JobId);
        Handle("echo", (context, _) =>
        {
            context.SetResult(new { Answer = 42 });
            child = context.Enqueue("child", new { N = 1 });
            return Task.CompletedTask;
        });
        var job = Assign(Any.Job());

        var outcome = await _store.NextAsync<JobOutcome.Succeeded>();

        outcome.Job.ShouldBe(new ClaimedJob(job.Id, 1));
        Encoding.UTF8.GetString(outcome.Result.Span).ShouldBe("""{"answer":42}""");
        outcome.Children.Single().Id.ShouldBe(child);
        outcome.Children.Single().Parent.ShouldBe(job.Id);
    }

    [Fact]
    public async Task A_handler_that_throws_after_an_await_is_tried_again_within_the_back_off()
    {
        Handle("echo", async (_, _) =>
        {
            await Task.Yield();
            throw new TimeoutException("the mail server is slow");
        });
        Assign(Any.Job());

        var outcome = await _store.NextAsync<JobOutcome.RetryAt>();

        outcome.Error.Message.ShouldBe("the mail server is slow");
        outcome.Error.Class.ShouldBe(ErrorClass.Recoverable);
        outcome.At.ShouldBeInRange(Any.Now, Any.Now + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_permanent_error_fails_the_job_at_once()
    {
        Handle("echo", (_, _) => throw new ArgumentException("no such user"));
        Assign(Any.Job());

        (await _store.NextAsync<JobOutcome.Failed>()).Error.Class.ShouldBe(ErrorClass.Permanent);
    }

    [Fact]
    public async Task The_last_attempt_that_fails_fails_the_job()
    {
        Handle("echo", (_, _) => throw new InvalidOperationException("again"));
        Assign(Any.Job(maxRetries: 3, attemptsUsed: 3));

        (await _store.NextAsync<JobOutcome.Failed>()).Error.Attempt.ShouldBe(4);
    }

    [Fact]
    public async Task Children_of_a_failed_attempt_are_dropped()
    {
        Handle("echo", (context, _) =>
        {
            context.Enqueue("child", 1);
            throw new JobErrorException(ErrorClass.Transient, "lost the race");
        });
        Assign(Any.Job());

        (await _store.NextAsync<JobOutcome.RetryAt>()).At.ShouldBe(Any.Now);
    }

    [Fact]
    public async Task An_unknown_type_fails_permanently_and_says_so()
    {
        Assign(Any.Job("nobody"));

        (await _store.NextAsync<JobOutcome.Failed>()).Error.Message.ShouldBe(
            "No handler is registered for job type 'nobody' on this node.");
    }

    [Fact]
    public async Task An_undecodable_payload_fails_permanently_and_names_the_place_without_the_text()
    {
        _worker = Create(JobRegistration.For<CountHandler, CountArgs>("count"));
        Assign(Any.Job("count", payload: """{"count":"secret"}"""));

        var error = (await _store.NextAsync<JobOutcome.Failed>()).Error;

        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Message.ShouldBe("The payload of a 'count' job cannot be read: at $.count it does not fit CountArgs.");
    }

    [Fact]
    public async Task A_run_longer_than_its_time_out_is_cancelled_and_tried_again()
    {
        Handle("echo", (_, token) => StartedUntil(token));
        Assign(Any.Job(timeout: TimeSpan.FromMinutes(1)));
        await _started.WaitAsync();

        _time.Advance(TimeSpan.FromSeconds(61));

        (await _store.NextAsync<JobOutcome.RetryAt>()).Error.Message.ShouldBe(
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
        await _started.WaitAsync();
        await _started.WaitAsync();
        var context = await reporting.Task;

        _time.Advance(TimeSpan.FromMinutes(29));
        context.ReportProgress(0.5);
        _time.Advance(TimeSpan.FromMinutes(2));

        (await _store.NextAsync<JobOutcome.RetryAt>()).Error.Message.ShouldBe(
            "The attempt showed no sign of progress for 30m.");
        _worker!.Report().Running.ShouldBe(1);
    }

    [Fact]
    public async Task A_handler_that_ignores_its_token_loses_its_slot_and_the_job_is_tried_again()
    {
        var never = new TaskCompletionSource();
        Handle("deaf", (_, _) =>
        {
            _started.Release();
            return never.Task;
        });
        Handle("echo", (_, _) => Task.CompletedTask);
        Assign(Any.Job("deaf", timeout: TimeSpan.FromMinutes(1)));
        await _started.WaitAsync();

        _time.Advance(TimeSpan.FromMinutes(1) + Settings.WatchInterval);
        _time.Advance(Settings.CancellationGrace + Settings.WatchInterval);

        (await _store.NextAsync<JobOutcome.RetryAt>()).Error.Message.ShouldBe(
            "The attempt ran longer than its time-out of 1m and did not stop when told to; its slot was given up.");
        _worker!.Report().Health.ShouldBe(WorkerHealth.Degraded);
        Assign(Any.Job(), Any.Job());
        await _store.NextAsync<JobOutcome.Succeeded>();
        await _store.NextAsync<JobOutcome.Succeeded>();
        never.SetResult();
    }

    [Fact]
    public async Task When_every_slot_was_given_up_the_worker_takes_nothing_until_one_comes_back()
    {
        var never = new TaskCompletionSource();
        Handle("deaf", (_, _) =>
        {
            _started.Release();
            return never.Task;
        });
        Handle("echo", (_, _) => Task.CompletedTask);
        Assign(Any.Job("deaf"), Any.Job("deaf"));
        await _started.WaitAsync();
        await _started.WaitAsync();
        _time.Advance(TimeSpan.FromMinutes(5) + Settings.WatchInterval);
        _time.Advance(Settings.CancellationGrace + Settings.WatchInterval);
        await _store.NextAsync<JobOutcome.RetryAt>();
        await _store.NextAsync<JobOutcome.RetryAt>();

        _worker!.Report().Health.ShouldBe(WorkerHealth.Unhealthy);
        _worker.Window.ShouldBe(0);
        var late = Assign(Any.Job());
        _worker.Report().Waiting.ShouldBe(1);

        never.SetResult();
        (await _store.NextAsync<JobOutcome.Succeeded>()).Job.Id.ShouldBe(late.Id);
    }

    [Fact]
    public async Task Cancel_fires_the_token_of_a_running_job()
    {
        Handle("echo", (_, token) => StartedUntil(token));
        var job = Assign(Any.Job());
        await _started.WaitAsync();

        _worker!.Cancel(job.Id).ShouldBeTrue();

        (await _store.NextAsync<JobOutcome.Cancelled>()).Job.Id.ShouldBe(job.Id);
    }

    [Fact]
    public async Task Cancel_drops_a_job_that_waits_for_a_slot()
    {
        Handle("echo", (_, token) => StartedUntil(token));
        var jobs = Enumerable.Range(0, 3).Select(_ => Any.Job()).ToArray();
        Assign(jobs);
        await _started.WaitAsync();
        await _started.WaitAsync();

        _worker!.Cancel(jobs[2].Id).ShouldBeTrue();
        _worker.Cancel(jobs[0].Id);

        await _store.NextAsync<JobOutcome.Cancelled>();
        (await _store.NextAsync<JobOutcome.Cancelled>()).Job.Id.ShouldBe(jobs[2].Id);
    }

    [Fact]
    public async Task A_job_that_completes_in_spite_of_its_cancel_is_succeeded()
    {
        var go = new TaskCompletionSource();
        Handle("echo", (_, _) =>
        {
            _started.Release();
            return go.Task;
        });
        var job = Assign(Any.Job());
        await _started.WaitAsync();
        _worker!.Cancel(job.Id);

        go.SetResult();

        await _store.NextAsync<JobOutcome.Succeeded>();
    }

    [Fact]
    public async Task Draining_returns_waiting_jobs_at_once_and_running_ones_after_the_wait()
    {
        Handle("echo", (_, token) => StartedUntil(token));
        var jobs = Enumerable.Range(0, 3).Select(_ => Any.Job()).ToArray();
        Assign(jobs);
        await _started.WaitAsync();
        await _started.WaitAsync();

        var drain = _worker!.DrainAsync(TimeSpan.FromSeconds(30));
        (await _store.NextAsync<JobOutcome.Released>()).Job.Id.ShouldBe(jobs[2].Id);
        drain.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(30));
        await drain;

        await _store.NextAsync<JobOutcome.Released>();
        await _store.NextAsync<JobOutcome.Released>();
        _worker.HeldCount.ShouldBe(0);
    }

    [Fact]
    public async Task Draining_lets_a_job_end_within_the_wait()
    {
        var go = new TaskCompletionSource();
        Handle("echo", (_, _) =>
        {
            _started.Release();
            return go.Task;
        });
        Assign(Any.Job());
        await _started.WaitAsync();
        var drain = _worker!.DrainAsync(TimeSpan.FromSeconds(30));

        go.SetResult();
        await drain;

        await _store.NextAsync<JobOutcome.Succeeded>();
    }

    [Fact]
    public async Task Jobs_that_arrive_while_draining_go_back()
    {
        Handle("echo", (_, _) => Task.CompletedTask);
        _worker = Create();
        await _worker.DrainAsync(TimeSpan.Zero);

        Assign(Any.Job());

        await _store.NextAsync<JobOutcome.Released>();
    }

    [Fact]
    public async Task An_assignment_that_arrives_twice_runs_once()
    {
        var runs = 0;
        Handle("echo", (_, token) =>
        {
            Interlocked.Increment(ref runs);
            return StartedUntil(token);
        });
        var job = Any.Job();
        Assign(job);
        Assign(job);
        await _started.WaitAsync();

        _worker!.Cancel(job.Id);
        await _store.NextAsync<JobOutcome.Cancelled>();

        runs.ShouldBe(1);
    }

    [Fact]
    public async Task Outcomes_wait_until_the_store_is_back_and_the_reader_hears_of_them_only_then()
    {
        var ended = new TaskCompletionSource<QueueReaderProtocol.JobsEnded>();
        Handle("echo", (_, _) => Task.CompletedTask);
        _store.Failures.Enqueue(new StoreUnavailableException("The server is away.", TimeSpan.FromSeconds(1)));
        _worker = Create();
        _worker.Ended = ended.SetResult;
        var job = Assign(Any.Job());
        while (_worker.Report().Health != WorkerHealth.Degraded)
        {
            await Task.Yield();
        }
        ended.Task.IsCompleted.ShouldBeFalse();
        _worker.HeldCount.ShouldBe(1);

        _time.Advance(TimeSpan.FromMilliseconds(100));

        (await _store.NextAsync<JobOutcome.Succeeded>()).Job.Id.ShouldBe(job.Id);
        (await ended.Task).Jobs.ShouldBe([job.Id]);
    }

    [Fact]
    public async Task An_outcome_the_store_refuses_becomes_a_failure_that_says_so()
    {
        Handle("echo", (_, _) => Task.CompletedTask);
        _store.Failures.Enqueue(new InvalidDataException("the result is malformed"));
        Assign(Any.Job());
        while (_store.Failures.Count > 0)
        {
            await Task.Yield();
        }
        var next = _store.NextAsync<JobOutcome.Failed>();
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        (await next).Error.Message.ShouldEndWith("refused by the store: the result is malformed");
    }

    [Fact]
    public async Task A_stale_outcome_is_counted()
    {
        Handle("echo", (_, _) => Task.CompletedTask);
        _store.Answer = OutcomeResult.Stale;
        var ended = new TaskCompletionSource<QueueReaderProtocol.JobsEnded>();
        _worker = Create();
        _worker.Ended = ended.SetResult;
        Assign(Any.Job());
        await ended.Task;

        _worker.Report().Totals.Stale.ShouldBe(1);
    }

    [Fact]
    public async Task The_window_reads_ahead_for_short_jobs_only()
    {
        var go = new TaskCompletionSource();
        Handle("long", (_, _) =>
        {
            _started.Release();
            return go.Task;
        });
        Handle("echo", (_, _) => Task.CompletedTask);
        _worker = Create();
        _worker.Window.ShouldBe(2, "nothing is known yet");
        Assign(Any.Job());
        await _store.NextAsync<JobOutcome.Succeeded>();
        _worker.Window.ShouldBe(2 + Settings.MaxReadAhead, "a job that takes no time");
        Assign(Any.Job("long"));
        await _started.WaitAsync();
        _time.Advance(TimeSpan.FromMinutes(4));
        go.SetResult();
        await _store.NextAsync<JobOutcome.Succeeded>();

        _worker.Window.ShouldBe(2);
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }
        await _services.DisposeAsync();
        _started.Dispose();
    }

    private void Handle(string type, Func<IJobContext, CancellationToken, Task> handler) => _handlers[type] = handler;

    private ReadyJob Assign(params ReadyJob[] jobs)
    {
        _worker ??= Create();
        _worker.Accept(new WorkerProtocol.AssignJobs(Any.Node, new ClaimId(1), [.. jobs]));
        return jobs[0];
    }

    private NodeWorker Create(params JobRegistration[] more)
    {
        var jobs = _handlers.Select(handler => new JobRegistration(
            handler.Key, (_, _, context, token) => handler.Value(context, token)));
        return new NodeWorker(
            Any.Node, Settings, new JobCatalog(jobs.Concat(more)), _services.GetRequiredService<IServiceScopeFactory>(),
            _store, new JobEventHub(), _time, NullLogger<NodeWorker>.Instance);
    }

    private async Task StartedUntil(CancellationToken token)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(fired.SetResult);
        _started.Release();
        await fired.Task;
        token.ThrowIfCancellationRequested();
    }

    private sealed record CountArgs(int Count);

    private sealed class CountHandler : IJobHandler<CountArgs>
    {
        public Task HandleAsync(CountArgs args, IJobContext context, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
