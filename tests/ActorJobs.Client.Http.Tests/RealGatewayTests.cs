using System.Diagnostics;
using ActorJobs.Encryption;
using ActorJobs.Operations;
using ActorJobs.Stores;
using ActorJobs.Tests.Servers;

namespace ActorJobs.Client.Http.Tests;

/// <summary>Against a real node that is killed, stopped and started again.</summary>
public sealed class RealGatewayTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly string _url = $"http://127.0.0.1:{FreePort.Find()}";
    private readonly CallCounter _calls = new();
    private NodeProcess _node = null!;
    private ActorJobsHttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _node = await NodeProcess.StartedAsync(output, ("GATEWAY_URL", _url));
        _client = Client();
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        _node.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Enqueues_while_the_gateway_is_killed_and_started_are_each_there_once()
    {
        using var stop = new CancellationTokenSource();
        var enqueued = new List<JobId>();
        var producer = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                enqueued.Add((await _client.EnqueueAsync("echo", 1, new EnqueueOptions { Tags = ["kill"] })).Id);
            }
        });
        for (var round = 0; round < 2; round++)
        {
            var before = enqueued.Count;
            await Eventually.GetAsync(() => enqueued.Count, count => count > before + 20, "jobs flow");
            await _node.KillAsync();
            await _node.StartAsync();
        }
        var last = enqueued.Count;
        await Eventually.GetAsync(() => enqueued.Count, count => count > last + 20, "jobs flow again");
        await stop.CancelAsync();
        await producer;

        var kept = await _client.ListAllAsync(new JobFilter(Tag: "kill")).Select(job => job.Id).ToListAsync();

        kept.Order().ShouldBe(enqueued.Order());
        output.WriteLine($"{enqueued.Count} jobs, {_calls.Count} requests");
    }

    [Fact]
    public async Task Gateway_that_hangs_gets_the_job_again_and_keeps_it_once()
    {
        await _client.GetStatsAsync();
        _node.Send(Signal.Stop);
        using var client = Client(options => options with { AttemptTimeout = TimeSpan.FromMilliseconds(300) });
        var call = client.EnqueueAsync("echo", "hang", new EnqueueOptions { Tags = ["hang"] }).AsTask();
        var before = _calls.Count;
        await Eventually.GetAsync(() => _calls.Count, count => count >= before + 3, "the job was sent again");
        _node.Send(Signal.Continue);

        var id = (await call).Id;

        (await _client.WaitAsync(id, TimeSpan.FromMinutes(1)))!.State.ShouldBe(JobState.Succeeded);
        (await _client.ListAllAsync(new JobFilter(Tag: "hang")).ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    [Fact]
    public async Task Gateway_that_hangs_for_good_is_told_apart_from_one_that_is_down()
    {
        _node.Send(Signal.Stop);
        using var client = Client(options => options with { Timeout = TimeSpan.FromSeconds(1) });

        var hangs = await Should.ThrowAsync<GatewayUnavailableException>(async () => await client.GetStatsAsync());
        await _node.KillAsync();
        var isDown = await Should.ThrowAsync<GatewayUnavailableException>(async () => await client.GetStatsAsync());

        hangs.Message.ShouldContain("it does not answer");
        isDown.Message.ShouldContain("Connection refused");
    }

    [Fact]
    public async Task Stream_goes_on_over_a_restart_and_doubles_nothing()
    {
        const int Count = 6000;
        var read = 0L;
        var ids = new HashSet<JobId>();
        var restart = Task.CompletedTask;
        await foreach (var part in _client.EnqueueStreamAsync(Jobs()))
        {
            part.Rejected.ShouldBeEmpty();
            part.Ids.ShouldAllBe(id => ids.Add(id));
            read = part.Read;
            if (restart.IsCompleted && read < Count / 2)
            {
                restart = RestartAsync();
            }
        }
        await restart;

        read.ShouldBe(Count);
        ids.Count.ShouldBe(Count);
        var stats = await Eventually.GetAsync(
            () => _client.GetStatsAsync(), stats => stats.ByState[JobState.Succeeded] >= Count, "all ran");
        stats.ByState.Values.Sum().ShouldBe(Count);

        async IAsyncEnumerable<JobRequest> Jobs()
        {
            for (var i = 0; i < Count; i++)
            {
                yield return JobRequest.For("echo", i);
            }
            await Task.CompletedTask;
        }

        async Task RestartAsync()
        {
            await _node.KillAsync();
            await _node.StartAsync();
        }
    }

    [Fact]
    public async Task Job_that_breaks_a_rule_is_rejected_by_its_place_in_the_stream()
    {
        var parts = await _client.EnqueueStreamAsync(
            new[] { JobRequest.For("echo", 1), JobRequest.For("a b", 2), JobRequest.For("echo", 3) }.ToAsyncEnumerable())
            .ToListAsync();

        var part = parts.ShouldHaveSingleItem();
        part.Ids.Length.ShouldBe(2);
        part.Rejected.ShouldBe([new BatchRejection(1, "type may hold only letters, digits and . _ : / - characters.")]);
    }

    [Fact]
    public async Task Known_id_is_left_as_it_is_also_when_its_job_has_ended()
    {
        var id = JobId.New(DateTimeOffset.UtcNow);
        await _client.EnqueueAsync("echo", "first", new EnqueueOptions { Id = id });
        await _client.WaitAsync(id);

        var again = await _client.EnqueueAsync("echo", "second", new EnqueueOptions { Id = id });

        again.ShouldBe(new EnqueueResult(id, JobState.Succeeded, Duplicate: false));
        (await _client.GetAsync(id))!.Payload.GetString().ShouldBe("first");
    }

    [Fact]
    public async Task Job_tells_the_trace_it_was_enqueued_in_by_itself_and_in_a_list()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        var plain = (await _client.EnqueueAsync("echo", 1, new EnqueueOptions { Tags = ["trace"] })).Id;
        JobId traced;
        using (var caller = new Activity("caller").SetParentId($"00-{trace}-b7ad6b7169203331-01").Start())
        {
            traced = (await _client.EnqueueAsync("echo", 1, new EnqueueOptions { Tags = ["trace"] })).Id;
        }

        var job = (await _client.WaitAsync(traced, TimeSpan.FromMinutes(1)))!;

        job.TraceId.ShouldBe(trace);
        job.Other.ShouldBeNull();
        (await _client.ListAllAsync(new JobFilter(Tag: "trace")).ToDictionaryAsync(one => one.Id, one => one.TraceId))
            .ShouldBe(new Dictionary<JobId, string?> { [plain] = null, [traced] = trace }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_workflow_over_several_parts_of_a_stream_runs_behind_what_it_waits_for()
    {
        const int Count = 1500;
        var flow = new WorkflowBuilder("stream", DateTimeOffset.UtcNow);
        var load = flow.Add(JobRequest.For("sleep", new { ms = 300 }));
        for (var i = 1; i < Count; i++)
        {
            flow.Add(JobRequest.For("echo", i), after: [load]);
        }
        var ids = new List<JobId>();
        await foreach (var part in _client.EnqueueStreamAsync(flow.Jobs.ToAsyncEnumerable()))
        {
            part.Rejected.ShouldBeEmpty();
            ids.AddRange(part.Ids);
        }

        var last = (await _client.WaitAsync(ids[^1], TimeSpan.FromMinutes(1)))!;

        last.State.ShouldBe(JobState.Succeeded);
        last.StartedAt!.Value.ShouldBeGreaterThanOrEqualTo((await _client.GetAsync(load))!.FinishedAt!.Value);
        await Eventually.GetAsync(() => _client.GetStatsAsync(), stats => stats.ByState[JobState.Succeeded] == Count, "all ran");
    }

    [Fact]
    public async Task A_workflow_that_is_sent_while_the_gateway_starts_is_there_once()
    {
        var flow = new WorkflowBuilder("restart", DateTimeOffset.UtcNow);
        var last = flow.Chain(Enumerable.Range(0, 5).Select(i => JobRequest.For("echo", i)));
        await _node.KillAsync();

        var call = _client.EnqueueManyAsync(flow.Jobs).AsTask();
        await _node.StartAsync();
        await call;

        (await _client.WaitAsync(last, TimeSpan.FromMinutes(1)))!.State.ShouldBe(JobState.Succeeded);
        (await _client.ListAllAsync(new JobFilter(Tag: flow.Tag)).CountAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task Parts_of_a_list_come_back_in_order()
    {
        var results = await _client.EnqueueInPartsAsync([.. Enumerable.Range(0, 2500).Select(i => JobRequest.For("echo", i))]);

        results.Length.ShouldBe(2500);
        (await _client.GetAsync(results[1234].Id))!.Payload.GetInt32().ShouldBe(1234);
    }

    [Fact]
    public async Task Watch_goes_on_with_a_started_gateway_and_says_what_it_missed()
    {
        using var stop = new CancellationTokenSource(Eventually.Deadline);
        await using var events = _client.WatchAsync(cancellationToken: stop.Token).GetAsyncEnumerator(stop.Token);
        var next = events.MoveNextAsync().AsTask();
        // The stream may open after the job is there: enqueue until something is seen.
        while (!next.IsCompleted)
        {
            await _client.EnqueueAsync("echo", 1);
            await Task.WhenAny(next, Task.Delay(50));
        }
        (await next).ShouldBeTrue();

        await _node.KillAsync();
        await _node.StartAsync();

        while (events.Current is not JobEvent.Missed { Count: 0 })
        {
            (await events.MoveNextAsync()).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Jobs_are_changed_and_the_queue_is_paused_and_resumed()
    {
        var pause = new Pause(Priority.Low, null);
        await _client.PauseAsync(pause);
        (await _client.GetPausesAsync()).ShouldBe([pause]);
        var held = await _client.EnqueueManyAsync(
            [.. Enumerable.Range(0, 3).Select(i => JobRequest.For("echo", i, new EnqueueOptions { Priority = Priority.Low }))]);

        (await _client.CancelAsync(held[0].Id)).ShouldBe(new ChangeResult(ChangeKind.Done, JobState.Cancelled));
        (await _client.CancelAsync(held[0].Id)).Kind.ShouldBe(ChangeKind.NotApplicable);
        (await _client.DeleteAsync(held[0].Id)).Kind.ShouldBe(ChangeKind.Done);
        (await _client.GetAsync(held[0].Id)).ShouldBeNull();
        (await _client.RetryAsync(held[0].Id)).Kind.ShouldBe(ChangeKind.Unknown);
        (await _client.ChangeManyAsync(BulkChange.Cancel, new JobFilter(JobState.Ready))).ShouldBe(2);
        (await _client.ResumeAsync(pause)).ShouldBeTrue();
        (await _client.ResumeAsync(pause)).ShouldBeFalse();
        (await _client.RetryAsync(held[1].Id)).Kind.ShouldBe(ChangeKind.Done);
        (await _client.WaitAsync(held[1].Id))!.State.ShouldBe(JobState.Succeeded);
        (await _client.GetNodesAsync()).ShouldHaveSingleItem().Status.ShouldBe("up");
        (await _client.GetHealthAsync()).Status.ShouldBe("healthy");
    }

    [Fact]
    public async Task Encrypted_payload_leaves_the_program_as_an_envelope()
    {
        var protector = new AesGcmPayloads([new byte[32].AsMemory()]);
        using var client = Client(options => options with { Protector = protector });
        await client.PauseAsync(new Pause(null, null));

        var id = (await client.EnqueueAsync("echo", "secret text")).Id;

        (await client.GetAsync(id))!.Payload.GetRawText().ShouldContain("$encrypted");
    }

    private ActorJobsHttpClient Client(Func<GatewayClientOptions, GatewayClientOptions>? change = null)
    {
        var options = new GatewayClientOptions { Url = new Uri(_url), Timeout = TimeSpan.FromMinutes(2) };
        return new ActorJobsHttpClient(
            new HttpClient(new CallCounter.Handler(_calls)), change?.Invoke(options) ?? options);
    }

    /// <summary>How many requests went out.</summary>
    private sealed class CallCounter
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        internal sealed class Handler(CallCounter counter) : DelegatingHandler(new SocketsHttpHandler())
        {
            protected override Task<HttpResponseMessage> SendAsync(
                HttpRequestMessage request, CancellationToken cancellationToken)
            {
                Interlocked.Increment(ref counter._count);
                return base.SendAsync(request, cancellationToken);
            }
        }
    }
}
