using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ActorJobs.Schedules;
using ActorJobs.Stores;

namespace ActorJobs.Client.Http.Tests;

public sealed class RepeatTests
{
    private static readonly HttpRequestException Refused = new(
        HttpRequestError.ConnectionError, "Connection refused (gateway.test:80)", new SocketException(111));

    private readonly ScriptedGateway _gateway = new();

    [Fact]
    public async Task Retry_after_of_a_429_is_kept_to_and_the_job_goes_out_under_the_same_id()
    {
        _gateway.Refuses(HttpStatusCode.TooManyRequests, "10000 writes wait.", "7").Takes();
        using var client = _gateway.Client();

        var enqueued = client.EnqueueAsync("echo", 1).AsTask();
        await _gateway.ArrivalAsync();
        await _gateway.PassTimeAsync(enqueued, TimeSpan.FromSeconds(6.8));
        _gateway.Calls.ShouldBe(1);
        await _gateway.PassTimeAsync(enqueued, TimeSpan.FromSeconds(20));

        var id = (await enqueued).Id;
        _gateway.Calls.ShouldBe(2);
        _gateway.Bodies.ShouldAllBe(body => body.Contains(id.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Retry_after_as_a_date_is_kept_to()
    {
        _gateway.Refuses(HttpStatusCode.ServiceUnavailable, "The store is away.", "Thu, 31 Jan 2030 12:00:05 GMT").Takes();
        using var client = _gateway.Client();

        var enqueued = client.EnqueueAsync("echo", 1).AsTask();
        await _gateway.ArrivalAsync();
        await _gateway.PassTimeAsync(enqueued, TimeSpan.FromSeconds(4.8));
        _gateway.Calls.ShouldBe(1);
        await _gateway.PassTimeAsync(enqueued, TimeSpan.FromSeconds(20));

        (await enqueued).Duplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Pause_longer_than_what_is_left_fails_at_once_with_it()
    {
        _gateway.Refuses(HttpStatusCode.TooManyRequests, "10000 writes wait.", "31");
        using var client = _gateway.Client();

        var fault = await Should.ThrowAsync<StoreBusyException>(async () => await client.EnqueueAsync("echo", 1));

        fault.Message.ShouldBe("10000 writes wait.");
        fault.RetryAfter.ShouldBe(TimeSpan.FromSeconds(31));
        _gateway.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Store_that_stays_away_is_told_with_its_reason_when_the_time_is_over()
    {
        _gateway.Refuses(HttpStatusCode.ServiceUnavailable, "The store is away.", "1");
        using var client = _gateway.Client();

        var call = client.EnqueueAsync("echo", 1).AsTask();
        await _gateway.PassTimeAsync(call, TimeSpan.FromMinutes(1));

        (await Should.ThrowAsync<StoreUnavailableException>(call)).Message.ShouldBe("The store is away.");
        _gateway.Calls.ShouldBeInRange(20, 31);
    }

    [Fact]
    public async Task Pauses_grow_and_differ_when_nobody_listens()
    {
        _gateway.Breaks(Refused);
        using var client = _gateway.Client();

        var call = client.EnqueueAsync("echo", 1).AsTask();
        await _gateway.PassTimeAsync(call, TimeSpan.FromMinutes(1));

        var fault = await Should.ThrowAsync<GatewayUnavailableException>(call);
        // At 0.2, 0.4, 0.8 … 5 s there are about ten tries in 30 s; at a steady 0.2 s there would be 150.
        _gateway.Calls.ShouldBeInRange(6, 40);
        fault.Message.ShouldBe("No gateway answered at http://gateway.test/base/ within 30 s: Connection refused. "
            + "See that a node with GATEWAY_URL runs there, or ask another address.");
        fault.InnerException.ShouldBe(Refused);
    }

    [Fact]
    public async Task Answer_lost_on_the_way_leaves_the_end_unknown_and_says_so()
    {
        _gateway.Breaks(new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));
        using var client = _gateway.Client();

        var call = client.EnqueueAsync("echo", 1).AsTask();
        await _gateway.PassTimeAsync(call, TimeSpan.FromMinutes(1));

        (await Should.ThrowAsync<GatewayUnavailableException>(call)).Message
            .ShouldContain("Whether the jobs were enqueued is unknown; repeat with the same ids.");
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, typeof(AccessRefusedException))]
    [InlineData(HttpStatusCode.Forbidden, typeof(AccessRefusedException))]
    [InlineData(HttpStatusCode.BadRequest, typeof(InvalidJobException))]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, typeof(InvalidJobException))]
    [InlineData(HttpStatusCode.UnsupportedMediaType, typeof(RequestRefusedException))]
    [InlineData(HttpStatusCode.InternalServerError, typeof(RequestRefusedException))]
    public async Task Refusal_is_not_repeated_and_has_a_type_of_its_own(HttpStatusCode status, Type type)
    {
        _gateway.Refuses(status, "No.");
        using var client = _gateway.Client();

        var fault = await Should.ThrowAsync<ActorJobsException>(async () => await client.EnqueueAsync("echo", 1));

        fault.ShouldBeOfType(type);
        fault.Message.ShouldStartWith("No.");
        _gateway.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Something_that_is_no_gateway_is_told_apart()
    {
        _gateway.Answers(HttpStatusCode.OK, "<html>hello</html>");
        using var client = _gateway.Client();

        (await Should.ThrowAsync<RequestRefusedException>(async () => await client.GetStatsAsync())).Message
            .ShouldContain("See that the address is a gateway's");

        _gateway.Answers(HttpStatusCode.NotFound, "<html>not found</html>");
        (await Should.ThrowAsync<RequestRefusedException>(
            async () => await client.GetAsync(JobId.New(_gateway.Time.GetUtcNow())))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Cancel_whose_answer_was_lost_is_recognised_as_made()
    {
        _gateway.Breaks(new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."))
            .Answers(HttpStatusCode.Conflict, """{"status":409,"detail":"It is cancelled.","state":"cancelled","reason":"state"}""");
        using var client = _gateway.Client();

        var call = client.CancelAsync(JobId.New(_gateway.Time.GetUtcNow()));
        await _gateway.PassTimeAsync(call, TimeSpan.FromMinutes(1));

        (await call).ShouldBe(new ChangeResult(ChangeKind.Done, JobState.Cancelled));
    }

    [Fact]
    public async Task Cancel_that_does_not_apply_is_an_answer_and_no_exception()
    {
        _gateway.Answers(HttpStatusCode.Conflict, """{"status":409,"detail":"It is cancelled.","state":"cancelled","reason":"state"}""");
        using var client = _gateway.Client();

        (await client.CancelAsync(JobId.New(_gateway.Time.GetUtcNow())))
            .ShouldBe(new ChangeResult(ChangeKind.NotApplicable, JobState.Cancelled));
    }

    [Fact]
    public async Task Trigger_is_not_sent_twice_when_the_first_may_have_fired()
    {
        _gateway.Breaks(new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));
        using var client = _gateway.Client();

        await Should.ThrowAsync<GatewayUnavailableException>(async () => await client.TriggerScheduleAsync("nightly"));

        _gateway.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Trigger_is_sent_again_when_nobody_listened()
    {
        _gateway.Breaks(Refused).Answers(HttpStatusCode.Accepted,
            """{"dueAt":"2030-01-31T12:00:00Z","firedAt":"2030-01-31T12:00:00Z","cause":"trigger","result":"overlapped","job":null}""");
        using var client = _gateway.Client();

        var call = client.TriggerScheduleAsync("nightly");
        await _gateway.PassTimeAsync(call, TimeSpan.FromMinutes(1));

        (await call)!.Result.ShouldBe("overlapped");
        _gateway.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Schedule_that_breaks_a_rule_is_told_with_every_fault()
    {
        _gateway.Answers(HttpStatusCode.BadRequest, """{"status":400,"detail":"A. B.","errors":["A.","B."]}""");
        using var client = _gateway.Client();

        (await Should.ThrowAsync<InvalidScheduleException>(
            async () => await client.PutScheduleAsync("a/b", "{}"u8.ToArray()))).Faults.ShouldBe(["A.", "B."]);
        _gateway.Bodies.ShouldHaveSingleItem().ShouldBe("PUT /base/api/v1/schedules/a%2Fb {}");
    }

    [Fact]
    public async Task Caller_that_gives_up_is_not_answered_by_an_outage()
    {
        _gateway.Breaks(Refused);
        using var client = _gateway.Client();
        using var stop = new CancellationTokenSource();

        var call = client.EnqueueAsync("echo", 1, cancellationToken: stop.Token).AsTask();
        await _gateway.ArrivalAsync();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
    }

    [Fact]
    public async Task Job_that_breaks_a_rule_is_refused_before_anything_is_sent()
    {
        using var client = _gateway.Client();

        (await Should.ThrowAsync<InvalidJobException>(async () => await client.EnqueueManyAsync(
            [JobRequest.For("a", 1), JobRequest.For("a b", 1), JobRequest.For("c", 1, new EnqueueOptions { MaxRetries = 101 })])))
            .Faults.ShouldBe(
            [
                "Job 1: type may hold only letters, digits and . _ : / - characters.",
                "Job 2: maxRetries must be from 0 to 100 but is 101.",
            ]);
        (await Should.ThrowAsync<InvalidJobException>(async () => await client.EnqueueManyAsync(
            [.. Enumerable.Repeat(JobRequest.For("a", 1), 1001)]))).Message.ShouldContain("EnqueueInPartsAsync");
        _gateway.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task Every_option_of_a_job_is_sent()
    {
        _gateway.Takes();
        using var client = _gateway.Client(options => options with { ApiKey = "k" });
        var id = JobId.New(_gateway.Time.GetUtcNow());

        await client.EnqueueAsync("mail", new { To = "ä" }, new EnqueueOptions
        {
            Id = id, Priority = Priority.High, Delay = TimeSpan.FromMinutes(2), MaxRetries = 7, Timeout = TimeSpan.FromSeconds(30),
            UniqueKey = "u", UniqueFor = TimeSpan.FromHours(1), ConcurrencyKey = "c", Tags = ["x", "y"],
        });

        var body = _gateway.Bodies.ShouldHaveSingleItem();
        body.ShouldBe($$$"""POST /base/api/v1/jobs/group [{"id":"{{{id}}}","type":"mail","payload":{"to":"ä"},"priority":"high","""
            + "\"delay\":\"2m\",\"maxRetries\":7,\"timeout\":\"30s\",\"uniqueKey\":\"u\",\"uniqueFor\":\"1h\",\"concurrencyKey\":\"c\",\"tags\":[\"x\",\"y\"]}]");
    }

    [Fact]
    public async Task Jobs_that_wait_say_for_what_in_a_group_and_in_a_stream()
    {
        var flow = new WorkflowBuilder("w", _gateway.Time.GetUtcNow());
        var first = flow.Add(new JobRequest("load", "{}"u8.ToArray()));
        var then = flow.Add(new JobRequest("sum", "{}"u8.ToArray()), after: [first], onFailure: FailurePolicy.Cancel);
        var jobs = $$"""{"id":"{{first}}","type":"load","payload":{},"tags":["workflow:w"]}|"""
            + $$"""{"id":"{{then}}","type":"sum","payload":{},"tags":["workflow:w"],"after":["{{first}}"],"onFailure":"cancel"}""";
        _gateway.Takes().Answers(HttpStatusCode.Accepted, $$"""{"accepted":2,"duplicates":0,"rejected":[],"ids":["{{first}}","{{then}}"]}""");
        using var client = _gateway.Client();

        await client.EnqueueManyAsync(flow.Jobs);
        await client.EnqueueStreamAsync(flow.Jobs.ToAsyncEnumerable()).ToListAsync();

        _gateway.Bodies.ShouldBe([
            $"POST /base/api/v1/jobs/group [{jobs.Replace('|', ',')}]",
            $"POST /base/api/v1/jobs/batch {jobs.Replace('|', '\n')}\n",
        ]);
    }
}
