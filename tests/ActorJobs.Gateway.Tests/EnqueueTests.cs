using System.Text;
using System.Text.Json;
using ActorJobs.Gateway.Tests.Fakes;
using ActorJobs.Stores;

namespace ActorJobs.Gateway.Tests;

public sealed class EnqueueTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Job_with_every_field_arrives_as_it_was_sent()
    {
        var answer = await _host.PostAsync("/api/v1/jobs", """
            {"type":"mail.send","payload":{"to":"ä\u00e4", "n": 1.50},"priority":"high","delay":"10s","maxRetries":5,
             "timeout":"2m","uniqueKey":"k","uniqueFor":"1h","concurrencyKey":"c","tags":["a","b"],
             "id":"0197c3a2-7b1e-7c55-9d0a-3f6d2b8e4a10"}
            """);

        answer.Status.ShouldBe(202);
        var job = _host.Client.Jobs.ShouldHaveSingleItem();
        answer.Response.Headers.Location!.ToString().ShouldBe($"/api/v1/jobs/{job.Id}");
        answer.Text.ShouldBe($$"""{"id":"{{job.Id}}","state":"scheduled","duplicate":false}""");
        job.Id.ToString().ShouldBe("0197c3a2-7b1e-7c55-9d0a-3f6d2b8e4a10");
        job.Type.ShouldBe("mail.send");
        Encoding.UTF8.GetString(job.Payload.Span).ShouldBe("""{"to":"ä\u00e4", "n": 1.50}""");
        job.Priority.ShouldBe(Priority.High);
        job.RunAt.ShouldBe(Any.Now + TimeSpan.FromSeconds(10));
        job.MaxRetries.ShouldBe(5);
        job.Timeout.ShouldBe(TimeSpan.FromMinutes(2));
        job.UniqueKey.ShouldBe("k");
        job.UniqueFor.ShouldBe(TimeSpan.FromHours(1));
        job.ConcurrencyKey.ShouldBe("c");
        job.Tags.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Job_that_waits_for_others_arrives_with_them_and_its_failure_policy()
    {
        var (one, other) = (JobId.New(Any.Now), JobId.New(Any.Now));

        var answer = await _host.PostAsync("/api/v1/jobs",
            $$"""{"type":"a","payload":1,"after":["{{one}}","{{other}}","{{one}}"],"onFailure":"run"}""");

        answer.Status.ShouldBe(202);
        var job = _host.Client.Jobs.ShouldHaveSingleItem();
        job.After.ShouldBe([one, other]);
        job.OnFailure.ShouldBe(FailurePolicy.Run);
        job.RunAt.ShouldBe(JobLimits.Never);
    }

    [Fact]
    public async Task Null_fields_are_as_if_left_out()
    {
        var answer = await _host.PostAsync("/api/v1/jobs", """
            {"type":"echo","payload":null,"priority":null,"runAt":null,"delay":null,"maxRetries":null,"timeout":null,
             "uniqueKey":null,"uniqueFor":null,"concurrencyKey":null,"tags":null,"id":null,
             "after":null,"onFailure":null}
            """);

        answer.Status.ShouldBe(202);
        var job = _host.Client.Jobs.ShouldHaveSingleItem();
        Encoding.UTF8.GetString(job.Payload.Span).ShouldBe("null");
        job.Priority.ShouldBe(Priority.Normal);
        job.MaxRetries.ShouldBe(3);
    }

    [Theory]
    [InlineData("2030-01-31T12:00:00Z")]
    [InlineData("2030-01-31T13:00:00+01:00")]
    [InlineData("2030-01-31t12:00:00.000z")]
    public async Task Run_time_is_read_with_its_offset(string runAt)
    {
        var answer = await _host.PostAsync("/api/v1/jobs", $$"""{"type":"echo","payload":1,"runAt":"{{runAt}}"}""");

        answer.Status.ShouldBe(202);
        _host.Client.Jobs.ShouldHaveSingleItem().RunAt.ShouldBe(new DateTimeOffset(2030, 1, 31, 12, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Held_unique_key_is_answered_with_its_holder()
    {
        var holder = _host.Client.HeldKeys["k"] = JobId.New(Any.Now);

        var answer = await _host.PostAsync("/api/v1/jobs", """{"type":"echo","payload":1,"uniqueKey":"k"}""");

        answer.Status.ShouldBe(202);
        answer.Text.ShouldBe($$"""{"id":"{{holder}}","state":"running","duplicate":true}""");
    }

    [Theory]
    [InlineData("""{"deep":[[[{"x":"}\"{"}]]]}""")]
    [InlineData("\"text\"")]
    [InlineData("-1.5e3")]
    [InlineData("[]")]
    [InlineData("true")]
    public async Task Any_json_value_is_a_payload(string payload)
    {
        (await _host.PostAsync("/api/v1/jobs", $$"""{"payload": {{payload}} ,"type":"echo"}""")).Status.ShouldBe(202);

        Encoding.UTF8.GetString(_host.Client.Jobs.ShouldHaveSingleItem().Payload.Span).ShouldBe(payload);
    }

    [Fact]
    public async Task Payload_may_be_64_levels_deep_and_no_deeper()
    {
        static string Nested(int depth) =>
            $$"""{"type":"echo","payload":{{new string('[', depth)}}{{new string(']', depth)}}}""";

        (await _host.PostAsync("/api/v1/jobs", Nested(64))).Status.ShouldBe(202);
        (await _host.PostAsync("/api/v1/jobs", Nested(65))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Chunked_body_without_length_is_read()
    {
        var answer = await _host.SendAsync("POST", "/api/v1/jobs", """{"type":"echo","payload":1}"""u8.ToArray(),
            "application/json; charset=utf-8", change: request => request.Headers.TransferEncodingChunked = true);

        answer.Status.ShouldBe(202);
    }

    [Fact]
    public async Task Payload_at_the_limit_is_taken_and_one_byte_more_is_413()
    {
        static string Sized(int bytes) => $$"""{"type":"echo","payload":"{{new string('x', bytes - 2)}}"}""";

        (await _host.PostAsync("/api/v1/jobs", Sized(GatewayHost.MaxPayloadBytes))).Status.ShouldBe(202);
        var answer = await _host.PostAsync("/api/v1/jobs", Sized(GatewayHost.MaxPayloadBytes + 1));

        answer.Status.ShouldBe(413);
        answer.Detail.ShouldBe("payload must have at most 1024 bytes of JSON but has 1025; keep large data elsewhere and " +
            "pass a reference.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_beyond_the_limit_is_413(bool isChunked)
    {
        var answer = await _host.SendAsync("POST", "/api/v1/jobs", new byte[MaxBodyBytes + 1],
            "application/json", change: request => request.Headers.TransferEncodingChunked = isChunked);

        answer.Status.ShouldBe(413);
        answer.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_refused()
    {
        byte[] body = [.. "{\"type\":\"echo\",\"payload\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        var answer = await _host.SendAsync("POST", "/api/v1/jobs", body, "application/json");

        answer.Status.ShouldBe(400);
        answer.Detail.ShouldBe("The body is not valid UTF-8.");
    }

    [Fact]
    public async Task Full_store_is_429_and_says_when_to_come_back()
    {
        _host.Client.Failure = _ => new StoreBusyException("10000 writes wait.", TimeSpan.FromMilliseconds(2500));

        var answer = await _host.PostAsync("/api/v1/jobs", """{"type":"echo","payload":1}""");

        answer.Status.ShouldBe(429);
        answer.Response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(3));
        answer.Detail.ShouldBe("10000 writes wait.");
    }

    [Fact]
    public async Task Store_out_of_reach_is_503_and_says_when_to_come_back()
    {
        _host.Client.Failure = _ => new StoreUnavailableException("The store is away.", TimeSpan.FromMilliseconds(1));

        var answer = await _host.PostAsync("/api/v1/jobs", """{"type":"echo","payload":1}""");

        answer.Status.ShouldBe(503);
        answer.Response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        answer.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Unforeseen_fault_is_500_without_its_text()
    {
        _host.Client.Failure = _ => new InvalidOperationException("secret");

        var answer = await _host.PostAsync("/api/v1/jobs", """{"type":"echo","payload":1}""");

        answer.Status.ShouldBe(500);
        answer.Text.ShouldNotContain("secret");
    }

    [Fact]
    public async Task All_faults_of_a_request_are_named_at_once()
    {
        var answer = await _host.PostAsync("/api/v1/jobs", """
            {"type":"no spaces","priorty":"high","delay":"soon","maxRetries":101,"tags":["",2],"uniqueFor":"1h"}
            """);

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldBe(
        [
            "'priorty' is not a known field; did you mean priority?",
            "delay must be a duration such as 500ms, 10s, 5m, 1h or 2d but is 'soon'.",
            "tags must be an array of strings but holds a number.",
            "payload is missing; give the job's arguments as JSON, or {} for none.",
            "type may hold only letters, digits and . _ : / - characters.",
            "maxRetries must be from 0 to 100 but is 101.",
            "uniqueFor needs a uniqueKey; add one or leave uniqueFor out.",
            "each tag must have 1 to 64 characters.",
        ]);
        answer.Detail.ShouldBe(string.Join(' ', answer.Errors));
        _host.Client.Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Faults_never_hold_the_payload()
    {
        var answer = await _host.PostAsync("/api/v1/jobs", """{"type":"echo","payload":{"password":"hunter2"},"x":1}""");

        answer.Status.ShouldBe(400);
        answer.Text.ShouldNotContain("hunter2");
        (await _host.PostAsync("/api/v1/jobs", """{"type":"echo","payload":{"password":hunter2}}"""))
            .Text.ShouldNotContain("hunter2");
    }

    private static int MaxBodyBytes => GatewayHost.MaxPayloadBytes + GatewayLimits.OverheadBytes;
}
