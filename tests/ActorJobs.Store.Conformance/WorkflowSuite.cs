using System.Collections.Immutable;
using ActorJobs.Stores;

namespace ActorJobs.Stores.Conformance;

/// <summary>Jobs that wait for others.</summary>
public abstract class WorkflowSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    [Fact]
    public async Task A_job_is_scheduled_until_the_one_before_has_succeeded()
    {
        var first = Any.Job();
        var second = After(FailurePolicy.Hold, first);
        (await EnqueueAllAsync(first, second)).Select(result => result.State).ShouldBe([JobState.Ready, JobState.Scheduled]);
        (await PromoteAsync()).ShouldBe(0);

        await SucceedAsync(await ClaimAsync(first), first);

        (await PromoteAsync()).ShouldBe(1);
        (await StateOfAsync(second)).ShouldBe(JobState.Ready);
        await CountsShouldFitAsync();
    }

    [Fact]
    public async Task Fan_in_waits_for_the_last_of_all()
    {
        var parts = Any.Jobs(20);
        var last = After(FailurePolicy.Hold, parts);
        await EnqueueAllAsync([.. parts, last]);
        var claim = await ClaimAsync(parts);

        await Store.FinishAsync([.. parts[..^1].Select(part => Succeeded(claim, part))], None);
        (await PromoteAsync()).ShouldBe(0);
        await SucceedAsync(claim, parts[^1]);

        (await PromoteAsync()).ShouldBe(1);
        (await StateOfAsync(last)).ShouldBe(JobState.Ready);
    }

    [Fact]
    public async Task Of_predecessors_that_end_at_the_same_time_the_last_frees_the_job()
    {
        for (var round = 0; round < 5; round++)
        {
            var parts = Any.Jobs(8);
            var last = After(FailurePolicy.Hold, parts);
            await EnqueueAllAsync([.. parts, last]);
            var claims = new List<Claim>();
            foreach (var part in parts)
            {
                claims.Add(await ClaimAsync(part));
            }

            await Task.WhenAll(parts.Select((part, i) => Task.Run(() => SucceedAsync(claims[i], part))));

            (await PromoteAsync()).ShouldBe(1);
            (await StateOfAsync(last)).ShouldBe(JobState.Ready);
        }
    }

    [Fact]
    public async Task An_outcome_that_is_repeated_or_stale_frees_nothing_twice()
    {
        var (first, other) = (Any.Job(), Any.Job());
        var last = After(FailurePolicy.Hold, first, other);
        await EnqueueAllAsync(first, other, last);
        var claim = await ClaimAsync(first);
        await SucceedAsync(claim, first);

        (await SucceedAsync(claim, first)).ShouldBe(OutcomeResult.Stale);

        (await PromoteAsync()).ShouldBe(0);
        (await StateOfAsync(last)).ShouldBe(JobState.Scheduled);
    }

    [Fact]
    public async Task A_failed_job_holds_what_waits_until_it_was_retried_by_hand_and_succeeded()
    {
        var first = Any.Job();
        var second = After(FailurePolicy.Hold, first);
        await EnqueueAllAsync(first, second);
        await FailAsync(await ClaimAsync(first), first);
        (await PromoteAsync()).ShouldBe(0);
        (await StateOfAsync(second)).ShouldBe(JobState.Scheduled);

        (await Store.RetryAsync(first.Id, Now, None)).Kind.ShouldBe(ChangeKind.Done);
        await SucceedAsync(await ClaimAsync(Any.NodeA, 2, first), first, 2);

        (await PromoteAsync()).ShouldBe(1);
        (await StateOfAsync(second)).ShouldBe(JobState.Ready);
    }

    [Fact]
    public async Task A_failed_job_cancels_what_asks_for_it_and_all_behind_and_lets_run_what_asks_for_that()
    {
        var first = Any.Job();
        var cancelled = After(FailurePolicy.Cancel, first);
        var behind = After(FailurePolicy.Hold, cancelled);
        var anyway = After(FailurePolicy.Run, first);
        var afterAll = After(FailurePolicy.Run, behind, anyway);
        await EnqueueAllAsync(first, cancelled, behind, anyway, afterAll);

        await FailAsync(await ClaimAsync(first), first);

        (await PromoteAsync()).ShouldBe(1);
        (await StateOfAsync(cancelled)).ShouldBe(JobState.Cancelled);
        (await StateOfAsync(behind)).ShouldBe(JobState.Cancelled);
        (await StateOfAsync(anyway)).ShouldBe(JobState.Ready);
        (await StateOfAsync(afterAll)).ShouldBe(JobState.Scheduled);
        await SucceedAsync(await ClaimAsync(anyway), anyway);
        (await PromoteAsync()).ShouldBe(1);
        (await StateOfAsync(afterAll)).ShouldBe(JobState.Ready);
        await CountsShouldFitAsync();
    }

    [Theory]
    [InlineData(BulkChange.Cancel)]
    [InlineData(BulkChange.Delete)]
    public async Task What_waits_for_a_job_that_a_person_takes_away_is_cancelled(BulkChange change)
    {
        var first = Any.Job();
        var second = After(FailurePolicy.Hold, first);
        var third = After(FailurePolicy.Hold, second);
        await EnqueueAllAsync(first, second, third);

        await (change == BulkChange.Cancel ? Store.CancelAsync(first.Id, Now, None) : Store.DeleteAsync(first.Id, None));

        (await StateOfAsync(second)).ShouldBe(JobState.Cancelled);
        (await StateOfAsync(third)).ShouldBe(JobState.Cancelled);
        await CountsShouldFitAsync();
    }

    [Fact]
    public async Task A_job_whose_node_was_lost_for_the_last_time_counts_as_failed()
    {
        var first = Any.Job() with { MaxRetries = 0 };
        var second = After(FailurePolicy.Cancel, first);
        await EnqueueAllAsync(first, second);
        await ClaimAsync(first);

        (await Store.RecoverNodeAsync(Epoch, Any.NodeA, Now, None)).Failed.ShouldBe([first.Id]);

        (await StateOfAsync(second)).ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task Waiting_is_durable()
    {
        var first = Any.Job();
        var second = After(FailurePolicy.Hold, first);
        await EnqueueAllAsync(first, second);
        var claim = await ClaimAsync(first);

        await ReopenAsync();
        await SucceedAsync(claim, first);

        (await PromoteAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_waiting_job_can_be_cancelled_removed_and_made_to_run_at_once()
    {
        var first = Any.Job();
        var (one, two, three) = (After(FailurePolicy.Hold, first), After(FailurePolicy.Hold, first), After(FailurePolicy.Hold, first));
        await EnqueueAllAsync(first, one, two, three);

        (await Store.CancelAsync(one.Id, Now, None)).Kind.ShouldBe(ChangeKind.Done);
        (await Store.DeleteAsync(two.Id, None)).Kind.ShouldBe(ChangeKind.Done);
        (await Store.RetryAsync(three.Id, Now, None)).Kind.ShouldBe(ChangeKind.Done);
        (await StateOfAsync(three)).ShouldBe(JobState.Ready);
        await SucceedAsync(await ClaimAsync(first), first);

        (await PromoteAsync()).ShouldBe(0);
        (await StateOfAsync(one)).ShouldBe(JobState.Cancelled);
        (await StateOfAsync(two)).ShouldBeNull();
        (await StateOfAsync(three)).ShouldBe(JobState.Ready);
        await CountsShouldFitAsync();
    }

    [Fact]
    public async Task A_job_may_wait_for_one_that_was_enqueued_before_whatever_became_of_it()
    {
        var (done, failed, runs) = (Any.Job(), Any.Job(), Any.Job());
        await EnqueueAllAsync(done, failed, runs);
        await SucceedAsync(await ClaimAsync(done), done);
        await FailAsync(await ClaimAsync(failed), failed);
        var claim = await ClaimAsync(runs);

        var afterDone = await EnqueueAsync(After(FailurePolicy.Hold, done));
        var afterFailed = await EnqueueAsync(After(FailurePolicy.Cancel, failed));
        var afterUnknown = await EnqueueAsync(After(FailurePolicy.Hold, Any.Job()));
        var afterRunning = await EnqueueAsync(After(FailurePolicy.Hold, runs, done));

        (await PromoteAsync()).ShouldBe(1);
        (await StateOfAsync(afterDone)).ShouldBe(JobState.Ready);
        (await StateOfAsync(afterFailed)).ShouldBe(JobState.Cancelled);
        (await StateOfAsync(afterUnknown)).ShouldBe(JobState.Cancelled);
        await SucceedAsync(claim, runs);
        (await PromoteAsync()).ShouldBe(1);
        (await StateOfAsync(afterRunning)).ShouldBe(JobState.Ready);
        await CountsShouldFitAsync();
    }

    [Fact]
    public async Task Jobs_of_a_handler_may_wait_for_each_other_and_for_the_handlers_own()
    {
        var (parent, claim) = await RunAsync();
        var child = Any.Job();
        var afterParent = After(FailurePolicy.Hold, parent);
        var afterChild = After(FailurePolicy.Hold, child, parent);

        await SucceedAsync(claim, parent, 1, child, afterParent, afterChild);

        (await PromoteAsync()).ShouldBe(1);
        (await StateOfAsync(afterParent)).ShouldBe(JobState.Ready);
        (await StateOfAsync(afterChild)).ShouldBe(JobState.Scheduled);
        await SucceedAsync(await ClaimAsync(child), child);
        (await PromoteAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_waiting_job_tells_what_it_waits_for()
    {
        var (first, other) = (Any.Job(), Any.Job());
        var last = After(FailurePolicy.Hold, first, other);
        await EnqueueAllAsync(first, other, last);

        var waiting = await Store.GetAsync(last.Id, None);
        waiting!.WaitsForOthers.ShouldBeTrue();
        waiting.After.ShouldBe(last.After, ignoreOrder: true);
        await SucceedAsync(await ClaimAsync(first), first);
        (await Store.GetAsync(last.Id, None))!.After.ShouldBe([other.Id]);
        await SucceedAsync(await ClaimAsync(other), other);

        var free = await Store.GetAsync(last.Id, None);
        free!.WaitsForOthers.ShouldBeFalse();
        free.After.ShouldBeEmpty();
        free.RunAt.ShouldBeLessThan(JobLimits.Never);
    }

    [Fact]
    public async Task Waiting_jobs_are_cancelled_by_hand_while_what_they_wait_for_fails()
    {
        for (var round = 0; round < 5; round++)
        {
            var first = Any.Job();
            var waiting = Enumerable.Range(0, 30).Select(_ => After(FailurePolicy.Cancel, first)).ToArray();
            await EnqueueAllAsync([first, .. waiting]);
            var claim = await ClaimAsync(first);

            await Task.WhenAll(
                Task.Run(() => FailAsync(claim, first)),
                Task.Run(() => Store.ChangeManyAsync(
                    BulkChange.Cancel, new JobFilter(JobState.Scheduled), Now, waiting.Length, None)));

            foreach (var job in waiting)
            {
                (await StateOfAsync(job)).ShouldBe(JobState.Cancelled);
            }
        }
        await CountsShouldFitAsync();
    }

    [Fact]
    public async Task Enqueuing_a_workflow_again_changes_nothing()
    {
        var first = Any.Job();
        var second = After(FailurePolicy.Hold, first);
        await EnqueueAllAsync(first, second);
        await SucceedAsync(await ClaimAsync(first), first);

        await EnqueueAllAsync(first, second);

        (await PromoteAsync()).ShouldBe(1);
        await SucceedAsync(await ClaimAsync(second), second);
        await EnqueueAllAsync(first, second);
        (await PromoteAsync()).ShouldBe(0);
        (await StateOfAsync(second)).ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task What_waits_for_a_failed_job_that_is_no_longer_kept_is_cancelled()
    {
        var first = Any.Job();
        var second = After(FailurePolicy.Hold, first);
        await EnqueueAllAsync(first, second);
        await FailAsync(await ClaimAsync(first), first);

        await Store.PurgeAsync(Any.Retention with { FailedCount = 0 }, Now, 100, None);

        (await StateOfAsync(first)).ShouldBeNull();
        (await StateOfAsync(second)).ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task A_graph_of_many_jobs_runs_in_an_order_that_fits()
    {
        var layers = Enumerable.Range(0, 5).Select(_ => Any.Jobs(20)).ToArray();
        for (var i = 1; i < layers.Length; i++)
        {
            layers[i] = [.. layers[i].Select((job, n) => Wait(job, FailurePolicy.Hold, layers[i - 1][n], layers[i - 1][(n + 7) % 20]))];
        }
        var all = layers.SelectMany(layer => layer).ToDictionary(job => job.Id);
        await EnqueueAllAsync([.. layers.SelectMany(layer => layer)]);
        var done = new HashSet<JobId>();

        while (done.Count < all.Count)
        {
            await PromoteAsync();
            var ready = (await ReadyAsync(layers[0][0].Lane)).Select(job => all[job.Id]).ToArray();
            ready.ShouldNotBeEmpty();
            ready.ShouldAllBe(job => job.After.All(done.Contains));
            var claim = await ClaimAsync(ready);
            await Store.FinishAsync([.. ready.Select(job => Succeeded(claim, job))], None);
            done.UnionWith(ready.Select(job => job.Id));
        }
    }

    private static NewJob After(FailurePolicy policy, params NewJob[] predecessors) => Wait(Any.Job(), policy, predecessors);

    private static NewJob Wait(NewJob job, FailurePolicy policy, params NewJob[] predecessors) => job with
    {
        RunAt = JobLimits.Never,
        After = [.. predecessors.Select(predecessor => predecessor.Id).Distinct()],
        OnFailure = policy,
    };

    private async Task<int> PromoteAsync() => (await Store.PromoteDueAsync(Now.AddSeconds(1), 1000, None)).Count;

    private async Task CountsShouldFitAsync()
    {
        var counts = (await Store.CountAsync(None)).ByState;
        foreach (var state in Names.States)
        {
            var listed = (await Store.ListAsync(new JobFilter(state), null, 1000, None)).Jobs.Length;
            counts[state].ShouldBe(listed, state.ToName());
        }
    }
}
