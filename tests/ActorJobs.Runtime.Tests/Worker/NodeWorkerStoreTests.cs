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

/// <summary>Outcomes on their way to the store.</summary>
public sealed class NodeWorkerStoreTests : NodeWorkerFixture
{
    [Fact]
    public async Task Outcomes_wait_until_the_store_is_back_and_the_reader_hears_of_them_only_then()
    {
        var ended = new TaskCompletionSource<QueueReaderProtocol.JobsEnded>();
        Handle("echo", (_, _) => Task.CompletedTask);
        Store.Failures.Enqueue(new StoreUnavailableException("The server is away.", TimeSpan.FromSeconds(1)));
        Worker = Create();
        Worker.Ended = ended.SetResult;
        var job = Assign(Any.Job());
        while (Worker.Report().Health != WorkerHealth.Degraded)
        {
            await Task.Yield();
        }
        ended.Task.IsCompleted.ShouldBeFalse();
        Worker.HeldCount.ShouldBe(1);

        var next = Store.NextAsync<JobOutcome.Succeeded>();
        await TimePassesUntil(next);

        (await next).Job.Id.ShouldBe(job.Id);
        (await ended.Task).Jobs.ShouldBe([new EndedJob(job.Id, new ClaimId(1))]);
    }

    [Fact]
    public async Task An_outcome_the_store_refuses_becomes_a_failure_that_says_so()
    {
        Handle("echo", (_, _) => Task.CompletedTask);
        Store.Failures.Enqueue(new InvalidDataException("the result is malformed"));
        Assign(Any.Job());
        while (Store.Failures.Count > 0)
        {
            await Task.Yield();
        }
        var next = Store.NextAsync<JobOutcome.Failed>();
        await TimePassesUntil(next);

        (await next).Error.Message.ShouldEndWith("refused by the store: the result is malformed");
    }

    [Fact]
    public async Task A_stale_outcome_is_counted()
    {
        Handle("echo", (_, _) => Task.CompletedTask);
        Store.Answer = OutcomeResult.Stale;
        var ended = new TaskCompletionSource<QueueReaderProtocol.JobsEnded>();
        Worker = Create();
        Worker.Ended = ended.SetResult;
        Assign(Any.Job());
        await ended.Task;

        Worker.Report().Totals.Stale.ShouldBe(1);
    }

    [Fact]
    public async Task A_later_claim_of_a_job_that_runs_stops_it_and_is_run_then()
    {
        var runs = 0;
        Handle("echo", (_, token) => Interlocked.Increment(ref runs) == 1 ? StartedUntil(token) : Task.CompletedTask);
        var job = Any.Job();
        AssignBy(2, job);
        await Started.WaitAsync();

        AssignBy(1, job); // late, of a claim that stands no more
        AssignBy(3, job);

        (await Store.NextAsync<JobOutcome.Cancelled>()).Claim.ShouldBe(new ClaimId(2)); // which a store finds stale
        (await Store.NextAsync<JobOutcome.Succeeded>()).Claim.ShouldBe(new ClaimId(3));
        while (Worker!.HeldCount > 0)
        {
            await Task.Yield();
        }
        runs.ShouldBe(2);
    }

    [Fact]
    public async Task Jobs_that_wait_too_long_behind_long_ones_go_back_and_less_is_read_ahead()
    {
        var (release, started) = (new TaskCompletionSource(), new SemaphoreSlim(0));
        Handle("echo", (_, _) => Task.CompletedTask);
        Handle("long", (_, _) =>
        {
            started.Release();
            return release.Task;
        });
        Assign(Any.Job());
        await Store.NextAsync<JobOutcome.Succeeded>();
        Worker!.Window.ShouldBeGreaterThan(100); // the one job took no time by this clock
        var job = Any.Job("long");
        Assign(Any.Job("long"), Any.Job("long"), job); // two slots
        (await started.WaitAsync(TimeSpan.FromMinutes(1))).ShouldBeTrue();
        (await started.WaitAsync(TimeSpan.FromMinutes(1))).ShouldBeTrue();

        var next = Store.NextAsync<JobOutcome.Released>();
        await TimePassesUntil(next);

        (await next).Job.ShouldBe(new ClaimedJob(job.Id, 1));
        Worker.Window.ShouldBe(2);
        release.SetResult();
    }

    [Fact]
    public async Task A_later_claim_of_a_job_that_waits_takes_its_place()
    {
        var release = new TaskCompletionSource();
        Handle("echo", (_, _) => release.Task);
        var job = Any.Job();
        AssignBy(1, Any.Job(), Any.Job(), job); // two slots

        AssignBy(2, job);
        AssignBy(2, job);
        release.SetResult();

        var outcomes = new List<JobOutcome>();
        while (outcomes.Count < 4)
        {
            outcomes.Add(await Store.NextAsync());
        }
        outcomes.Where(outcome => outcome.Job.Id == job.Id).Select(outcome => (outcome.Claim.Value, outcome.GetType()))
            .ShouldBe([(1, typeof(JobOutcome.Cancelled)), (2, typeof(JobOutcome.Succeeded))]);
    }

    [Fact]
    public async Task Completion_that_was_handed_over_is_confirmed_and_not_written_again()
    {
        Handle("transfer", (context, _) =>
        {
            context.SetResult("done");
            context.HandOverCompletion().Result.Length.ShouldBeGreaterThan(0);
            return Task.CompletedTask;
        });
        var job = Assign(Any.Job("transfer"));

        (await Store.NextAsync<JobOutcome.Confirmed>()).Job.ShouldBe(new ClaimedJob(job.Id, 1));
    }

    [Fact]
    public async Task Completion_that_was_handed_over_but_never_committed_fails_the_attempt()
    {
        Handle("transfer", (context, _) =>
        {
            context.HandOverCompletion();
            return Task.CompletedTask;
        });
        Store.Answer = OutcomeResult.Stale;
        Assign(Any.Job("transfer"));
        await Store.NextAsync<JobOutcome.Confirmed>();

        var retry = await Store.NextAsync<JobOutcome.RetryAt>();

        retry.Error.Class.ShouldBe(ErrorClass.Recoverable);
        retry.Error.Message.ShouldBe("The handler returned, but the transaction that completes the job was not committed.");
    }

    [Fact]
    public async Task Completion_can_be_handed_over_once()
    {
        Handle("transfer", (context, _) =>
        {
            context.HandOverCompletion();
            context.HandOverCompletion();
            return Task.CompletedTask;
        });
        Assign(Any.Job("transfer"));

        (await Store.NextAsync<JobOutcome.RetryAt>()).Error.Message.ShouldContain("complete a job once");
    }

    private async Task TimePassesUntil(Task happened)
    {
        while (!happened.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }
}
