namespace ActorJobs.Stores.Conformance;

/// <summary>Several readers, several writers, and people who look meanwhile.</summary>
public abstract class RivalSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    [Fact]
    public async Task Older_reader_claims_nothing_once_a_newer_one_has_opened_its_epoch()
    {
        var jobs = Any.Jobs(200);
        await EnqueueAllAsync(jobs);
        var (old, opened) = (Epoch, new TaskCompletionSource<ReaderEpoch>());
        var claimedLate = 0;
        var older = Task.Run(async () =>
        {
            foreach (var chunk in jobs.Chunk(2))
            {
                var late = opened.Task.IsCompleted;
                try
                {
                    var request = new ClaimRequest(Any.NodeA, Now, [.. chunk.Select(job => new ClaimedJob(job.Id, 1))]);
                    _ = await Store.ClaimAsync(old, [request], None);
                    claimedLate += late ? 1 : 0;
                }
                catch (EpochLostException)
                {
                    return;
                }
            }
        });
        opened.SetResult(await Store.OpenEpochAsync(None));
        await older;

        claimedLate.ShouldBe(0);
        Epoch = await opened.Task;
        var standing = (await Store.GetStandingJobsAsync(None)).Select(job => job.Job.Id).ToHashSet();
        var rest = await ClaimAsync(Any.NodeB, 1, jobs);
        rest.Jobs.Select(job => job.Id).ShouldBe(jobs.Select(job => job.Id).Where(id => !standing.Contains(id)), ignoreOrder: true);
    }

    [Fact]
    public async Task Outcome_under_a_claim_that_does_not_name_the_job_is_stale()
    {
        var jobs = Any.Jobs(3);
        await EnqueueAllAsync(jobs);
        var outer = await ClaimAsync(jobs[0], jobs[2]);
        var inner = await ClaimAsync(jobs[1]);

        (await SucceedAsync(outer, jobs[1])).ShouldBe(OutcomeResult.Stale);
        (await SucceedAsync(inner, jobs[1])).ShouldBe(OutcomeResult.Recorded);
        (await SucceedAsync(inner, jobs[0])).ShouldBe(OutcomeResult.Stale);
        (await StateOfAsync(jobs[0])).ShouldBe(JobState.Running);
    }

    [Fact]
    public async Task Confirmation_of_a_job_that_did_not_complete_is_stale_and_its_claim_still_stands()
    {
        var (job, claim) = await RunAsync();

        (await FinishAsync(Confirmed(claim, job))).ShouldBe(OutcomeResult.Stale);

        (await StateOfAsync(job)).ShouldBe(JobState.Running);
        (await RetryAtAsync(claim, job, Now.AddMinutes(1))).ShouldBe(OutcomeResult.Recorded);
    }

    [Fact]
    public async Task Confirmation_of_a_completed_job_is_recorded_however_often_it_comes()
    {
        var (job, claim) = await RunAsync();
        await SucceedAsync(claim, job);

        (await FinishAsync(Confirmed(claim, job))).ShouldBe(OutcomeResult.Recorded);
        (await FinishAsync(Confirmed(claim, job))).ShouldBe(OutcomeResult.Recorded);
        (await Store.GetClaimsAsync(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_job_is_found_by_following_the_cursor_while_many_enqueue()
    {
        const int Writers = 6;
        const int Each = 150;
        var lane = Any.Job().Lane;
        var (found, enqueued) = (new HashSet<JobId>(), new HashSet<JobId>());
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                var jobs = Any.Jobs(1 + (i % 3));
                await EnqueueAllAsync(jobs);
                lock (enqueued)
                {
                    enqueued.UnionWith(jobs.Select(job => job.Id));
                }
            }
        })));
        var cursor = LaneCursor.Start;
        for (var isLast = false; ; isLast = writing.IsCompleted)
        {
            LanePage page;
            do
            {
                page = await Store.ReadLaneAsync(lane, cursor, 50, int.MaxValue, None);
                page.Next.Floor.ShouldBeLessThanOrEqualTo(page.Next.Position);
                found.UnionWith(page.Jobs.Select(job => job.Id));
                cursor = page.Next;
            }
            while (!page.End);
            if (isLast)
            {
                break;
            }
        }
        await writing;

        found.SetEquals(enqueued).ShouldBeTrue($"{found.Count} of {enqueued.Count} jobs were found");
        cursor.Floor.ShouldBe(cursor.Position);
    }

    [Fact]
    public async Task Jobs_that_exist_all_the_time_are_listed_once_each_while_others_come_and_go()
    {
        var stay = Any.Jobs(120);
        await EnqueueAllAsync(stay);
        using var enough = new CancellationTokenSource();
        var churn = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                var (job, claim) = await RunAsync();
                await SucceedAsync(claim, job);
                await Store.DeleteAsync(job.Id, None);
            }
        });

        for (var round = 0; round < 5; round++)
        {
            var seen = new List<JobId>();
            JobId? before = null;
            do
            {
                var page = await Store.ListAsync(new JobFilter(Type: "echo"), before, 17, None);
                seen.AddRange(page.Jobs.Select(job => job.Id));
                before = page.Next;
            }
            while (before is not null);
            seen.ShouldBeUnique();
            stay.Select(job => job.Id).Except(seen).ShouldBeEmpty();
        }
        await enough.CancelAsync();
        await churn;
    }

    [Fact]
    public async Task The_stores_clock_goes_forward()
    {
        var first = await Store.GetTimeAsync(None);
        var second = await Store.GetTimeAsync(None);

        second.ShouldBeGreaterThanOrEqualTo(first);
        (first - TimeProvider.System.GetUtcNow()).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task The_watch_ends_quietly_when_it_is_cancelled()
    {
        using var enough = new CancellationTokenSource();
        var watch = Store.WatchAsync(() => { }, enough.Token);
        await enough.CancelAsync();

        await watch.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static JobOutcome.Confirmed Confirmed(Claim claim, NewJob job) =>
        new(claim.Id, new ClaimedJob(job.Id, 1), Now, Now);
}
