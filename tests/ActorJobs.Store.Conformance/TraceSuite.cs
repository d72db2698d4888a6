using ActorJobs.Stores;

namespace ActorJobs.Stores.Conformance;

/// <summary>Where a job's enqueue stood in a trace, for people who look at the job.</summary>
public abstract class TraceSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static NewJob Traced() => Any.Job() with { Trace = Trace };

    private async Task<string?> TraceOfAsync(NewJob job) => (await GetAsync(job.Id)).Trace;

    [Theory]
    [InlineData(Trace)]
    [InlineData(null)]
    public async Task Trace_is_shown_in_every_state_by_itself_and_in_lists(string? trace)
    {
        var jobs = await OneInEachStateAsync(() => Any.Job() with { Trace = trace });

        foreach (var (state, job) in jobs)
        {
            var shown = await GetAsync(job.Id);
            (shown.State, shown.Trace).ShouldBe((state, trace));
        }
        var listed = (await Store.ListAsync(new JobFilter(), null, 100, None)).Jobs;
        listed.Length.ShouldBe(jobs.Count);
        listed.ShouldAllBe(job => job.Trace == trace);
    }

    [Fact]
    public async Task Trace_stands_beside_all_else_that_an_ended_job_has()
    {
        var payload = Any.Json($"\"{new string('p', 5000)}\"");
        var result = Any.Json($"\"{new string('r', 5000)}\"");
        var (job, claim) = await RunAsync(Traced() with
        {
            Payload = payload,
            Parent = Any.Job().Id,
            Tags = ["t"],
            UniqueKey = "u",
            ConcurrencyKey = "c",
        });

        await FinishAsync(new JobOutcome.Succeeded(claim.Id, new ClaimedJob(job.Id, 1), Now, Now, result, []));

        var ended = await GetAsync(job.Id);
        ended.Trace.ShouldBe(Trace);
        ended.Payload.ToArray().ShouldBe(payload.ToArray());
        ended.Result.ToArray().ShouldBe(result.ToArray());
        (ended.Parent, ended.UniqueKey, ended.ConcurrencyKey).ShouldBe((job.Parent, "u", "c"));
    }

    [Fact]
    public async Task Retry_by_hand_gives_a_failed_and_a_cancelled_job_their_trace_again()
    {
        var (failed, claim) = await RunAsync(Traced());
        await FailAsync(claim, failed);
        var cancelled = await EnqueueAsync(Traced());
        await Store.CancelAsync(cancelled.Id, Now, None);

        await Store.RetryAsync(failed.Id, Now, None);
        await Store.RetryAsync(cancelled.Id, Now, None);

        (await ReadyAsync(failed.Lane)).Select(job => job.Trace).ShouldBe([Trace, Trace]);
        (await TraceOfAsync(failed)).ShouldBe(Trace);
        await SucceedAsync(await ClaimAsync(Any.NodeA, 2, failed), failed, 2);
        (await StateOfAsync(failed)).ShouldBe(JobState.Succeeded);
        (await TraceOfAsync(failed)).ShouldBe(Trace);
    }

    [Fact]
    public async Task Retry_of_many_keeps_each_jobs_own_trace()
    {
        var (traced, claim) = await RunAsync(Traced());
        await FailAsync(claim, traced);
        var (plain, other) = await RunAsync();
        await FailAsync(other, plain);

        await Store.ChangeManyAsync(BulkChange.Retry, new JobFilter(JobState.Failed), Now, 10, None);

        (await ReadyAsync(traced.Lane)).ToDictionary(job => job.Id, job => job.Trace)
            .ShouldBe(new Dictionary<JobId, string?> { [traced.Id] = Trace, [plain.Id] = null }, ignoreOrder: true);
    }

    [Fact]
    public async Task Running_job_that_stops_when_asked_keeps_its_trace()
    {
        var (job, claim) = await RunAsync(Traced());
        await Store.CancelAsync(job.Id, Now, None);

        await ReleaseAsync(claim, job);

        (await StateOfAsync(job)).ShouldBe(JobState.Cancelled);
        (await TraceOfAsync(job)).ShouldBe(Trace);
    }

    [Fact]
    public async Task Successors_cancelled_by_a_failure_keep_their_trace()
    {
        var (first, claim) = await RunAsync();
        var second = Waiting(first);
        var third = Waiting(second);
        await EnqueueAllAsync(second, third);

        await FailAsync(claim, first);

        foreach (var successor in new[] { second, third })
        {
            (await StateOfAsync(successor)).ShouldBe(JobState.Cancelled);
            (await TraceOfAsync(successor)).ShouldBe(Trace);
        }
    }

    [Fact]
    public async Task Job_of_a_lost_node_keeps_its_trace_with_and_without_attempts_left()
    {
        var (again, last) = (Traced(), Traced() with { MaxRetries = 0 });
        await EnqueueAllAsync(again, last);
        await ClaimAsync(again, last);

        await Store.RecoverNodeAsync(Epoch, Any.NodeA, Now, None);

        (await StateOfAsync(last)).ShouldBe(JobState.Failed);
        (await TraceOfAsync(last)).ShouldBe(Trace);
        (await ReadyAsync(again.Lane)).ShouldHaveSingleItem().Trace.ShouldBe(Trace);
    }

    private static NewJob Waiting(NewJob predecessor) => Traced() with
    {
        RunAt = JobLimits.Never,
        After = [predecessor.Id],
        OnFailure = FailurePolicy.Cancel,
    };
}
