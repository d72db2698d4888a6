namespace ActorJobs.Stores.Conformance;

/// <summary>Reads for people.</summary>
public abstract class QuerySuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    private async Task<JobId[]> ListAsync(JobFilter filter) =>
        [.. (await Store.ListAsync(filter, null, 100, None)).Jobs.Select(job => job.Id)];

    [Fact]
    public async Task Unknown_job_is_null() => (await Store.GetAsync(Any.Job().Id, None)).ShouldBeNull();

    [Fact]
    public async Task List_holds_live_and_ended_jobs_newest_first()
    {
        var jobs = await OneInEachStateAsync();

        (await ListAsync(new JobFilter())).ShouldBe(jobs.Values.Select(job => job.Id).OrderDescending());
    }

    [Fact]
    public async Task Each_state_can_be_listed()
    {
        var jobs = await OneInEachStateAsync();
        foreach (var state in Names.States)
        {
            (await ListAsync(new JobFilter(state))).ShouldBe([jobs[state].Id]);
        }
    }

    [Fact]
    public async Task Live_are_those_that_have_not_ended()
    {
        var jobs = await OneInEachStateAsync();
        JobId[] asked = [.. jobs.Values.Select(job => job.Id), Any.Job().Id];

        var live = await Store.GetLiveAsync(asked, None);

        live.ShouldBe(new[] { JobState.Scheduled, JobState.Ready, JobState.Running, JobState.Retrying }
            .Select(state => jobs[state].Id), ignoreOrder: true);
        (await Store.GetLiveAsync([], None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Thousands_of_jobs_can_be_asked_about_at_once()
    {
        var jobs = Any.Jobs(3000).ToArray();
        await EnqueueAllAsync(jobs);

        (await Store.GetLiveAsync([.. jobs.Select(job => job.Id)], None)).Count.ShouldBe(3000);
    }

    [Fact]
    public async Task Filters_combine()
    {
        NewJob Make(string type, Priority priority, string tag) => Any.Job(type) with { Priority = priority, Tags = [tag] };
        var wanted = await EnqueueAsync(Make("a", Priority.High, "x"));
        await EnqueueAllAsync(
            Make("b", Priority.High, "x"), Make("a", Priority.Low, "x"), Make("a", Priority.High, "y"),
            Make("a", Priority.High, "x") with { RunAt = Now.AddHours(1) });

        (await ListAsync(new JobFilter(JobState.Ready, "a", Priority.High, "x"))).ShouldBe([wanted.Id]);
        (await ListAsync(new JobFilter(Type: "a"))).Length.ShouldBe(4);
        (await ListAsync(new JobFilter(Priority: Priority.High))).Length.ShouldBe(4);
        (await ListAsync(new JobFilter(Tag: "x"))).Length.ShouldBe(4);
        (await ListAsync(new JobFilter(Type: "none"))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_hold_every_job_once(bool byType)
    {
        var jobs = Any.Jobs(150).Concat(Any.Jobs(25, "other")).OrderBy(job => job.Id).ToArray();
        await EnqueueAllAsync(jobs);
        var claim = await ClaimAsync(jobs[..70]);
        await Store.FinishAsync([.. jobs[..60].Select(job => Succeeded(claim, job))], None);
        var filter = byType ? new JobFilter(Type: "echo") : new JobFilter();
        var seen = new List<JobId>();

        JobId? before = null;
        do
        {
            var page = await Store.ListAsync(filter, before, 11, None);
            seen.AddRange(page.Jobs.Select(job => job.Id));
            before = page.Next;
        }
        while (before is not null);

        seen.ShouldBe(jobs.Where(job => !byType || job.Type == "echo").Select(job => job.Id).OrderDescending());
    }

    [Fact]
    public async Task Page_that_is_just_full_is_the_last()
    {
        await EnqueueAllAsync(Any.Jobs(3));

        (await Store.ListAsync(new JobFilter(), null, 3, None)).Next.ShouldBeNull();
    }

    [Fact]
    public async Task Counts_tell_every_state()
    {
        (await Store.CountAsync(None)).ByState.ShouldBe(
            Names.States.ToDictionary(state => state, _ => 0L), ignoreOrder: true);

        await OneInEachStateAsync();

        (await Store.CountAsync(None)).ByState.ShouldBe(
            Names.States.ToDictionary(state => state, _ => 1L), ignoreOrder: true);
    }

    [Fact]
    public async Task Waiting_counts_leave_out_claimed_jobs()
    {
        var jobs = Any.Jobs(3);
        await EnqueueAllAsync(jobs);
        var other = await EnqueueAsync(Any.Job("other"));
        await ClaimAsync(jobs[0], other);

        var counts = await Store.CountAsync(None);

        counts.Waiting.ShouldHaveSingleItem().ShouldBe(new KeyValuePair<Lane, long>(jobs[0].Lane, 2));
    }

    [Fact]
    public async Task Oldest_ready_job_is_told()
    {
        (await Store.CountAsync(None)).OldestReady.ShouldBeNull();
        var claimed = await EnqueueAsync(Any.Job(at: Now.AddMinutes(-9)));
        await EnqueueAsync(Any.Job(at: Now.AddMinutes(-5)));
        await EnqueueAsync(Any.Job("other", Now.AddMinutes(-7)) with { Priority = Priority.Low });
        await ClaimAsync(claimed);

        (await Store.CountAsync(None)).OldestReady.ShouldBe(Now.AddMinutes(-7));
    }

    [Fact]
    public Task Open_store_answers_a_ping() => Store.PingAsync(None);
}
