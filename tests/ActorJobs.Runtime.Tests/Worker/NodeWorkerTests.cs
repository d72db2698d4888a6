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

/// <summary>What a handler does and what becomes of its job.</summary>
public sealed class NodeWorkerTests : NodeWorkerFixture
{
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

        var outcome = await Store.NextAsync<JobOutcome.Succeeded>();

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

        var outcome = await Store.NextAsync<JobOutcome.RetryAt>();

        outcome.Error.Message.ShouldBe("the mail server is slow");
        outcome.Error.Class.ShouldBe(ErrorClass.Recoverable);
        outcome.At.ShouldBeInRange(Any.Now, Any.Now + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_permanent_error_fails_the_job_at_once()
    {
        Handle("echo", (_, _) => throw new ArgumentException("no such user"));
        Assign(Any.Job());

        (await Store.NextAsync<JobOutcome.Failed>()).Error.Class.ShouldBe(ErrorClass.Permanent);
    }

    [Fact]
    public async Task The_last_attempt_that_fails_fails_the_job()
    {
        Handle("echo", (_, _) => throw new InvalidOperationException("again"));
        Assign(Any.Job(maxRetries: 3, attemptsUsed: 3));

        (await Store.NextAsync<JobOutcome.Failed>()).Error.Attempt.ShouldBe(4);
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

        (await Store.NextAsync<JobOutcome.RetryAt>()).At.ShouldBe(Any.Now);
    }

    [Fact]
    public async Task An_unknown_type_fails_permanently_and_says_so()
    {
        Assign(Any.Job("nobody"));

        (await Store.NextAsync<JobOutcome.Failed>()).Error.Message.ShouldBe(
            "No handler is registered for job type 'nobody' on this node.");
    }

    [Fact]
    public async Task An_undecodable_payload_fails_permanently_and_names_the_place_without_the_text()
    {
        Worker = Create(JobRegistration.For<CountHandler, CountArgs>("count"));
        Assign(Any.Job("count", payload: """{"count":"secret"}"""));

        var error = (await Store.NextAsync<JobOutcome.Failed>()).Error;

        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Message.ShouldBe("The payload of a 'count' job cannot be read: at $.count it does not fit CountArgs.");
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
        await Started.WaitAsync();

        Worker!.Cancel(job.Id);
        await Store.NextAsync<JobOutcome.Cancelled>();

        runs.ShouldBe(1);
    }

    [Fact]
    public async Task The_window_reads_ahead_for_short_jobs_only()
    {
        var go = new TaskCompletionSource();
        Handle("long", (_, _) =>
        {
            Started.Release();
            return go.Task;
        });
        Handle("echo", (_, _) => Task.CompletedTask);
        Worker = Create();
        Worker.Window.ShouldBe(2, "nothing is known yet");
        Assign(Any.Job());
        await Store.NextAsync<JobOutcome.Succeeded>();
        Worker.Window.ShouldBe(2 + Settings.MaxReadAhead, "a job that takes no time");
        Assign(Any.Job("long"));
        await Started.WaitAsync();
        Time.Advance(TimeSpan.FromMinutes(4));
        go.SetResult();
        await Store.NextAsync<JobOutcome.Succeeded>();

        Worker.Window.ShouldBe(2);
    }

    private sealed record CountArgs(int Count);

    private sealed class CountHandler : IJobHandler<CountArgs>
    {
        public Task HandleAsync(CountArgs args, IJobContext context, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
