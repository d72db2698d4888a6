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

    [Fact]
    public async Task Jobs_are_found_by_either_key_live_and_ended()
    {
        var unique = Any.Job() with { UniqueKey = "k" };
        var serial = Any.Job("other") with { ConcurrencyKey = "k" };
        var later = Any.Job() with { ConcurrencyKey = "k", RunAt = Now.AddHours(1) };
        var running = Any.Job() with { ConcurrencyKey = "k" };
        var ended = Any.Job() with { UniqueKey = "k2", ConcurrencyKey = "k" };
        await EnqueueAllAsync(unique, serial, later, running, ended, Any.Job() with { UniqueKey = "x", ConcurrencyKey = "y" });
        await SucceedAsync(await ClaimAsync(ended), ended);
        await ClaimAsync(running);
        NewJob[] all = [unique, serial, later, running, ended];

        (await ListAsync(new JobFilter { Key = "k" })).ShouldBe(all.Select(job => job.Id).OrderDescending());
        (await ListAsync(new JobFilter(JobState.Running) { Key = "k" })).ShouldBe([running.Id]);
        (await ListAsync(new JobFilter { Key = "k2" })).ShouldBe([ended.Id]);
        (await ListAsync(new JobFilter { Key = "none" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Children_are_found_by_their_parent_live_and_ended()
    {
        var (parent, claim) = await RunAsync();
        NewJob[] children = [Any.Job() with { Parent = parent.Id }, Any.Job("other") with { Parent = parent.Id }];
        await SucceedAsync(claim, parent, 1, children);
        await EnqueueAsync(Any.Job());
        await SucceedAsync(await ClaimAsync(children[0]), children[0]);

        (await ListAsync(new JobFilter { Parent = parent.Id })).ShouldBe(children.Select(job => job.Id).OrderDescending());
        (await ListAsync(new JobFilter(JobState.Succeeded) { Parent = parent.Id })).ShouldBe([children[0].Id]);
    }

    [Fact]
    public async Task Failed_jobs_are_found_by_a_part_of_their_last_error_until_they_are_no_longer_failed()
    {
        var first = await FailedAsync("No such user: 7");
        var second = await FailedAsync("no such USER: 8");
        await FailedAsync("100 % of it_failed");

        (await ListAsync(new JobFilter { Error = "such user" })).ShouldBe([second.Id, first.Id], ignoreOrder: true);
        (await ListAsync(new JobFilter { Error = "such user: 8" })).ShouldBe([second.Id]);
        (await ListAsync(new JobFilter { Error = "100 %" })).Length.ShouldBe(1);
        (await ListAsync(new JobFilter { Error = "t%failed" })).ShouldBeEmpty();
        await Store.RetryAsync(second.Id, Now, None);
        await Store.DeleteAsync(first.Id, None);
        (await ListAsync(new JobFilter { Error = "such user" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Jobs_are_found_by_when_they_were_made()
    {
        var jobs = Enumerable.Range(0, 5).Select(minute => Any.Job() with { Id = JobId.New(Now.AddMinutes(minute)) }).ToArray();
        await EnqueueAllAsync(jobs);
        await SucceedAsync(await ClaimAsync(jobs[3]), jobs[3]);
        JobFilter Between(int from, int until) => new() { From = Now.AddMinutes(from), Until = Now.AddMinutes(until) };

        (await ListAsync(Between(1, 4))).ShouldBe([jobs[3].Id, jobs[2].Id, jobs[1].Id]);
        (await ListAsync(Between(1, 4) with { State = JobState.Ready })).ShouldBe([jobs[2].Id, jobs[1].Id]);
        (await ListAsync(new JobFilter { From = Now.AddMinutes(4) })).ShouldBe([jobs[4].Id]);
        (await ListAsync(new JobFilter { Until = Now.AddMinutes(1) })).ShouldBe([jobs[0].Id]);
        (await ListAsync(Between(9, 10))).ShouldBeEmpty();
        (await Store.ChangeManyAsync(BulkChange.Delete, Between(1, 4), Now, 10, None)).Affected.ShouldBe(3);
        (await ListAsync(new JobFilter())).ShouldBe([jobs[4].Id, jobs[0].Id]);
    }

    [Fact]
    public async Task Bulk_changes_take_the_same_filters()
    {
        var failed = await FailedAsync("gone for good");
        var other = await FailedAsync("something else");
        var keyed = await EnqueueAsync(Any.Job() with { ConcurrencyKey = "k" });
        await EnqueueAsync(Any.Job() with { ConcurrencyKey = "other" });

        (await Store.ChangeManyAsync(BulkChange.Retry, new JobFilter { Error = "GONE" }, Now, 10, None)).Affected.ShouldBe(1);
        (await Store.ChangeManyAsync(BulkChange.Cancel, new JobFilter { Key = "k" }, Now, 10, None)).Affected.ShouldBe(1);

        (await StateOfAsync(failed)).ShouldBe(JobState.Ready);
        (await StateOfAsync(other)).ShouldBe(JobState.Failed);
        (await StateOfAsync(keyed)).ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task Failures_are_grouped_by_type_and_error_with_numbers_aside()
    {
        var first = await FailedAsync("order 17 is gone");
        var second = await FailedAsync("order 4711 is gone");
        await FailedAsync("order 17 is gone", "other");
        var retried = await FailedAsync("something else");
        await Store.RetryAsync(retried.Id, Now, None);

        var groups = await Store.GetFailuresAsync(None);

        groups.Select(group => (group.Type, group.Message, group.Count)).ShouldBe(
            [("echo", "order # is gone", 2L), ("other", "order # is gone", 1L)]);
        groups[0].Class.ShouldBe(Any.Error(1).Class);
        groups[0].Example.ShouldBeOneOf(first.Id, second.Id);
    }

    [Fact]
    public async Task A_search_that_matches_little_goes_on_page_by_page()
    {
        var rare = Any.Job() with { Tags = ["much"], ConcurrencyKey = "rare" };
        var jobs = Enumerable.Range(0, 300).Select(_ => Any.Job() with { Tags = ["much"] }).Append(rare).OrderBy(job => job.Id).ToArray();
        await EnqueueAllAsync(jobs);
        var seen = new List<JobId>();

        JobId? before = null;
        do
        {
            var page = await Store.ListAsync(new JobFilter(Tag: "much") { Key = "rare" }, before, 5, None);
            seen.AddRange(page.Jobs.Select(job => job.Id));
            before = page.Next;
        }
        while (before is not null);

        seen.ShouldBe([rare.Id]);
    }

    private async Task<NewJob> FailedAsync(string message, string type = "echo")
    {
        var (job, claim) = await RunAsync(Any.Job(type));
        await FinishAsync(new JobOutcome.Failed(
            claim.Id, new ClaimedJob(job.Id, 1), Now, Now, Any.Error(1) with { Message = message }));
        return job;
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

        var counts = await Store.CountAsync(None);
        counts.OldestReady.ShouldBe(Now.AddMinutes(-7));
        counts.Oldest[claimed.Lane].ShouldBe(Now.AddMinutes(-5));
        counts.Oldest[new Lane(Priority.Low, "other")].ShouldBe(Now.AddMinutes(-7));
    }

    [Fact]
    public Task Open_store_answers_a_ping() => Store.PingAsync(None);
}
