namespace ActorJobs.Stores.Conformance;

/// <summary>Taking jobs in.</summary>
public abstract class EnqueueSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    [Fact]
    public async Task Job_is_read_back_as_it_was_enqueued()
    {
        var parent = Any.Job().Id;
        var job = await EnqueueAsync(Any.Job("mail/send") with
        {
            Priority = Priority.High,
            UniqueKey = "order-7",
            ConcurrencyKey = "customer-1",
            Tags = ["blue", "it's \"quoted\"", "größe"],
            Parent = parent,
            MaxRetries = 0,
            Timeout = TimeSpan.FromMilliseconds(1500),
        });

        var read = await GetAsync(job.Id);

        read.State.ShouldBe(JobState.Ready);
        read.Type.ShouldBe("mail/send");
        read.Priority.ShouldBe(Priority.High);
        read.Payload.ToArray().ShouldBe(job.Payload.ToArray());
        read.UniqueKey.ShouldBe("order-7");
        read.ConcurrencyKey.ShouldBe("customer-1");
        read.Tags.ToArray().ShouldBe(job.Tags.ToArray());
        read.Parent.ShouldBe(parent);
        read.MaxRetries.ShouldBe(0);
        read.Timeout.ShouldBe(job.Timeout);
        read.CreatedAt.ShouldBe(Now);
        read.RunAt.ShouldBe(Now);
        read.Attempt.ShouldBe(0);
        read.StartedAt.ShouldBeNull();
        read.FinishedAt.ShouldBeNull();
        read.Errors.ShouldBeEmpty();
        read.Result.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5000)]
    public async Task Trace_comes_with_the_ready_job(int payloadBytes)
    {
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var payload = System.Text.Encoding.UTF8.GetBytes($"\"{new string('x', payloadBytes)}\"");
        var jobs = new[]
        {
            Any.Job() with { Trace = trace, Payload = payload },
            Any.Job() with { Trace = trace, Payload = payload, Parent = Any.Job().Id, Tags = ["t"], ConcurrencyKey = "c" },
            Any.Job() with { Payload = payload },
        };
        await EnqueueAllAsync(jobs);

        var read = (await Store.ReadLaneAsync(jobs[0].Lane, LaneCursor.Start, 10, int.MaxValue, None)).Jobs;

        read.Select(job => job.Trace).ShouldBe([trace, trace, null]);
        read.ShouldAllBe(job => job.Payload.ToArray().SequenceEqual(payload));
        (await Store.ReadKeyAsync(jobs[0].Lane, "c", 10, None)).ShouldHaveSingleItem().Trace.ShouldBe(trace);
    }

    [Fact]
    public async Task Results_come_in_the_order_of_the_jobs()
    {
        var ready = Any.Job();
        var later = Any.Job() with { RunAt = Now.AddMinutes(1) };

        var results = await EnqueueAllAsync(later, ready);

        results.ShouldBe([
            new EnqueueResult(later.Id, JobState.Scheduled, Duplicate: false),
            new EnqueueResult(ready.Id, JobState.Ready, Duplicate: false)]);
    }

    [Fact]
    public async Task Job_whose_time_has_come_is_ready_at_once()
    {
        var job = await EnqueueAsync(Any.Job() with { RunAt = Now });

        (await StateOfAsync(job)).ShouldBe(JobState.Ready);
    }

    [Fact]
    public async Task Known_id_is_left_as_it_is()
    {
        var job = await EnqueueAsync(Any.Job("first"));

        var again = await EnqueueAllAsync(job with { Type = "second" });

        again[0].ShouldBe(new EnqueueResult(job.Id, JobState.Ready, Duplicate: false));
        (await GetAsync(job.Id)).Type.ShouldBe("first");
        (await Store.CountAsync(None)).ByState[JobState.Ready].ShouldBe(1);
    }

    [Fact]
    public async Task Id_of_an_ended_job_is_known_as_well()
    {
        var (job, claim) = await RunAsync();
        await SucceedAsync(claim, job);

        await EnqueueAsync(job);

        (await StateOfAsync(job)).ShouldBe(JobState.Succeeded);
        (await ReadyAsync(job.Lane)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Repeating_an_enqueue_with_a_unique_key_is_no_duplicate()
    {
        var job = await EnqueueAsync(Any.Job() with { UniqueKey = "k" });

        (await EnqueueAllAsync(job))[0].Duplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_enqueued_is_nothing_answered() => (await EnqueueAllAsync()).ShouldBeEmpty();

    [Fact]
    public async Task Large_payload_is_kept_whole()
    {
        var payload = new byte[JobLimits.DefaultMaxPayloadBytes];
        new Random(1).NextBytes(payload);
        var job = await EnqueueAsync(Any.Job() with { Payload = payload });

        (await ReadyAsync(job.Lane))[0].Payload.ToArray().ShouldBe(payload);
        (await GetAsync(job.Id)).Payload.ToArray().ShouldBe(payload);
    }

    [Fact]
    public async Task Concurrent_enqueues_lose_and_double_nothing()
    {
        const int Callers = 16;
        const int Each = 50;
        var jobs = Any.Jobs(Callers * Each);

        await Task.WhenAll(jobs.Chunk(Each).Select(chunk => Task.Run(async () =>
        {
            foreach (var job in chunk)
            {
                await EnqueueAsync(job);
            }
        })));

        var ready = await ReadyAsync(jobs[0].Lane);
        ready.Select(job => job.Id).ShouldBe(jobs.Select(job => job.Id), ignoreOrder: true);
        ready.Select(job => job.Position).Distinct().Count().ShouldBe(jobs.Length);
    }

    [Fact]
    public async Task Same_job_enqueued_by_many_at_once_is_there_once()
    {
        var job = Any.Job();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => EnqueueAsync(job))));

        (await ReadyAsync(job.Lane)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Same_batches_enqueued_by_many_at_once_in_any_order_are_there_once()
    {
        var jobs = Any.Jobs(400);
        NewJob[] backwards = [.. jobs.Reverse()];

        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            foreach (var chunk in (caller % 2 == 0 ? jobs : backwards).Chunk(40))
            {
                var results = await Store.EnqueueAsync(chunk, None);
                results.Select(result => result.Id).ShouldBe(chunk.Select(job => job.Id));
                results.ShouldAllBe(result => !result.Duplicate);
            }
        })));

        (await ReadyAsync(jobs[0].Lane)).Select(job => job.Id).ShouldBe(jobs.Select(job => job.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task Job_that_said_wrongly_that_its_id_is_new_is_there_once()
    {
        NewJob[] jobs = [.. Any.Jobs(5).Select(job => job with { HasNewId = true })];
        await EnqueueAsync(jobs[2]);

        var results = await Store.EnqueueAsync(jobs, None);

        results.Select(result => (result.Id, result.Duplicate)).ShouldBe(jobs.Select(job => (job.Id, false)));
        (await ReadyAsync(jobs[0].Lane)).Select(job => job.Id).ShouldBe(jobs.Select(job => job.Id), ignoreOrder: true);
    }
}
