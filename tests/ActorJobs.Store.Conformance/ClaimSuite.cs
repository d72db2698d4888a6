using System.Collections.Concurrent;

namespace ActorJobs.Stores.Conformance;

/// <summary>Claims, epochs and lanes.</summary>
public abstract class ClaimSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    [Fact]
    public async Task Claimed_job_is_running_on_its_node()
    {
        var (job, _) = await RunAsync();

        var read = await GetAsync(job.Id);

        read.State.ShouldBe(JobState.Running);
        read.Attempt.ShouldBe(1);
        read.Node.ShouldBe(Any.NodeA.Address);
        read.StartedAt.ShouldBe(Now);
    }

    [Fact]
    public async Task Claim_stands_with_node_epoch_and_jobs()
    {
        var jobs = Any.Jobs(3);
        await EnqueueAllAsync(jobs);
        var claim = await ClaimAsync(jobs);

        var standing = (await Store.GetClaimsAsync(None)).ShouldHaveSingleItem();

        standing.Id.ShouldBe(claim.Id);
        standing.Epoch.ShouldBe(Epoch);
        standing.Node.ShouldBe(Any.NodeA);
        standing.At.ShouldBe(Now);
        standing.Jobs.ShouldBe(claim.Jobs, ignoreOrder: true);
    }

    [Fact]
    public async Task Job_in_a_standing_claim_is_left_out_of_another()
    {
        var (job, _) = await RunAsync();
        var other = await EnqueueAsync(Any.Job());

        (await ClaimAsync(Any.NodeB, 1, job, other)).Jobs.ShouldBe([new ClaimedJob(other.Id, 1)]);
    }

    [Fact]
    public async Task Job_named_twice_in_one_request_is_claimed_once()
    {
        var job = await EnqueueAsync(Any.Job());

        (await ClaimAsync(job, job)).Jobs.Length.ShouldBe(1);
        (await Store.CountAsync(None)).ByState[JobState.Running].ShouldBe(1);
    }

    [Fact]
    public async Task Jobs_that_are_not_ready_are_left_out()
    {
        var jobs = await OneInEachStateAsync();
        var unknown = Any.Job();

        var claim = await ClaimAsync([.. jobs.Values, unknown]);

        claim.Jobs.Select(job => job.Id).ShouldBe([jobs[JobState.Ready].Id]);
    }

    [Fact]
    public async Task Claim_for_an_attempt_that_is_not_the_next_is_left_out()
    {
        var job = await EnqueueAsync(Any.Job());

        (await ClaimAsync(Any.NodeA, 2, job)).Jobs.ShouldBeEmpty();
        (await Store.GetClaimsAsync(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_requests_are_answered_in_order()
    {
        var a = await EnqueueAsync(Any.Job());
        var b = await EnqueueAsync(Any.Job());

        var claims = await Store.ClaimAsync(
            Epoch,
            [
                new ClaimRequest(Any.NodeB, Now, [new ClaimedJob(b.Id, 1)]),
                new ClaimRequest(Any.NodeA, Now, [new ClaimedJob(a.Id, 1), new ClaimedJob(b.Id, 1)]),
            ],
            None);

        claims.Select(claim => claim.Node).ShouldBe([Any.NodeB, Any.NodeA]);
        claims[0].Jobs[0].Id.ShouldBe(b.Id);
        claims[1].Jobs.ShouldHaveSingleItem().Id.ShouldBe(a.Id);
        claims[0].Id.ShouldNotBe(claims[1].Id);
    }

    [Fact]
    public async Task Epochs_grow() => (await Store.OpenEpochAsync(None)).Value.ShouldBeGreaterThan(Epoch.Value);

    [Fact]
    public async Task Older_epoch_can_neither_claim_nor_recover()
    {
        var (job, _) = await RunAsync();
        var other = await EnqueueAsync(Any.Job());
        await Store.OpenEpochAsync(None);

        (await Should.ThrowAsync<EpochLostException>(() => ClaimAsync(other))).Epoch.ShouldBe(Epoch);
        await Should.ThrowAsync<EpochLostException>(
            () => Store.RecoverNodeAsync(Epoch, Any.NodeA, Now, None));
        (await StateOfAsync(job)).ShouldBe(JobState.Running);
        (await StateOfAsync(other)).ShouldBe(JobState.Ready);
    }

    [Fact]
    public async Task Claims_of_an_older_epoch_still_stand()
    {
        var (job, claim) = await RunAsync();
        await Store.OpenEpochAsync(None);

        (await SucceedAsync(claim, job)).ShouldBe(OutcomeResult.Recorded);
    }

    [Fact]
    public async Task Lanes_are_told_most_urgent_first()
    {
        await EnqueueAllAsync(
            Any.Job("a") with { Priority = Priority.Low },
            Any.Job("b"),
            Any.Job("a") with { Priority = Priority.High },
            Any.Job("later") with { RunAt = Now.AddHours(1) });

        (await Store.GetLanesAsync(None)).ShouldBe(
            [new Lane(Priority.High, "a"), new Lane(Priority.Normal, "b"), new Lane(Priority.Low, "a")]);
    }

    [Fact]
    public async Task Lane_is_read_in_pages_in_order_of_position()
    {
        var jobs = Any.Jobs(5);
        await EnqueueAllAsync(jobs);

        var first = await Store.ReadLaneAsync(jobs[0].Lane, LaneCursor.Start, 3, int.MaxValue, None);
        var second = await Store.ReadLaneAsync(jobs[0].Lane, first.Next, 3, int.MaxValue, None);

        first.End.ShouldBeFalse();
        second.End.ShouldBeTrue();
        first.Jobs.Concat(second.Jobs).Select(job => job.Id).ShouldBe(jobs.Select(job => job.Id));
        (await Store.ReadLaneAsync(jobs[0].Lane, second.Next, 3, int.MaxValue, None)).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Job_that_arrives_later_is_after_the_cursor()
    {
        var page = await Store.ReadLaneAsync((await EnqueueAsync(Any.Job())).Lane, LaneCursor.Start, 10, int.MaxValue, None);
        var late = await EnqueueAsync(Any.Job());

        (await Store.ReadLaneAsync(late.Lane, page.Next, 10, int.MaxValue, None)).Jobs.ShouldHaveSingleItem().Id.ShouldBe(late.Id);
    }

    [Fact]
    public async Task Page_ends_with_the_job_that_fills_its_bytes_and_the_next_goes_on_behind_it()
    {
        var jobs = Any.Jobs(3);
        await EnqueueAllAsync(jobs);

        var first = await Store.ReadLaneAsync(jobs[0].Lane, LaneCursor.Start, 10, 1, None);
        var rest = await Store.ReadLaneAsync(jobs[0].Lane, first.Next, 10, int.MaxValue, None);

        first.Jobs.ShouldHaveSingleItem().Id.ShouldBe(jobs[0].Id);
        first.End.ShouldBeFalse();
        rest.Jobs.Select(job => job.Id).ShouldBe([jobs[1].Id, jobs[2].Id]);
        rest.End.ShouldBeTrue();
    }

    [Fact]
    public async Task Standing_jobs_tell_a_new_reader_all_it_must_know()
    {
        var keyed = Any.Job("keyed") with { Priority = Priority.High, ConcurrencyKey = "k" };
        var (job, claim) = await RunAsync(keyed);
        var (done, doneClaim) = await RunAsync();
        await SucceedAsync(doneClaim, done);

        var standing = (await Store.GetStandingJobsAsync(None)).ShouldHaveSingleItem();

        standing.ShouldBe(new StandingJob(
            claim.Id, Any.NodeA, Now, new ClaimedJob(job.Id, 1), new Lane(Priority.High, "keyed"), "k", 0));
    }

    [Fact]
    public async Task Standing_job_of_a_lost_node_tells_its_interruptions_when_it_runs_again()
    {
        var (job, _) = await RunAsync();
        await Store.RecoverNodeAsync(Epoch, Any.NodeA, Now, None);
        await ClaimAsync(Any.NodeB, 2, job);

        var standing = (await Store.GetStandingJobsAsync(None)).ShouldHaveSingleItem();

        standing.Node.ShouldBe(Any.NodeB);
        standing.Job.Attempt.ShouldBe(2);
        standing.Interruptions.ShouldBe(1);
    }

    [Fact]
    public async Task Unknown_lane_is_empty()
    {
        var page = await Store.ReadLaneAsync(new Lane(Priority.Low, "none"), LaneCursor.Start, 10, int.MaxValue, None);

        page.Jobs.ShouldBeEmpty();
        page.End.ShouldBeTrue();
    }

    [Fact]
    public async Task Each_of_many_jobs_is_claimed_and_completed_once_by_rivals()
    {
        const int Rivals = 4;
        var jobs = Any.Jobs(300);
        await EnqueueAllAsync(jobs);
        var completed = new ConcurrentBag<JobId>();

        await Task.WhenAll(Enumerable.Range(0, Rivals).Select(rival => Task.Run(async () =>
        {
            foreach (var chunk in jobs.Chunk(20))
            {
                var claim = await ClaimAsync(new NodeId("10.0.0.9:1", rival), 1, chunk);
                var outcomes = claim.Jobs
                    .Select(job => Succeeded(claim, jobs.First(known => known.Id == job.Id))).ToArray();
                // Delivered twice, at the same time.
                var twice = await Task.WhenAll(
                    Store.FinishAsync([.. outcomes], None), Store.FinishAsync([.. outcomes], None));
                for (var i = 0; i < outcomes.Length; i++)
                {
                    twice.Count(results => results[i] == OutcomeResult.Recorded).ShouldBe(1);
                    completed.Add(outcomes[i].Job.Id);
                }
            }
        })));

        completed.ShouldBe(jobs.Select(job => job.Id), ignoreOrder: true);
        (await Store.CountAsync(None)).ByState[JobState.Succeeded].ShouldBe(jobs.Length);
        (await Store.GetClaimsAsync(None)).ShouldBeEmpty();
    }
}
