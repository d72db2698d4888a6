using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ActorJobs.Handlers;
using ActorJobs.Rules;

namespace ActorJobs.BuiltIn.Tests;

public sealed class HttpJobTests(Server server) : IClassFixture<Server>
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeJobContext _context = new() { Attempt = 2 };

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(204)]
    public async Task A_2xx_answer_succeeds(int status)
    {
        await RunAsync(new { url = At($"/status/{status}") });

        _context.Result.GetProperty("status").GetInt32().ShouldBe(status);
        _context.Result.GetProperty("truncated").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_busy_or_broken_server_is_recoverable(int status)
    {
        var fault = await FaultAsync(new { url = At($"/status/{status}?token=hush") });

        fault.ErrorClass.ShouldBe(ErrorClass.Recoverable);
        fault.RetryAfter.ShouldBeNull();
        fault.Message.ShouldBe($"GET http://{server.Host} answered {status}.");
    }

    [Theory]
    [InlineData(304)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(422)]
    public async Task Any_other_answer_is_permanent(int status)
    {
        (await FaultAsync(new { url = At($"/status/{status}") })).ErrorClass.ShouldBe(ErrorClass.Permanent);
    }

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, "0", 0)]
    [InlineData(503, "Sun, 01 Mar 2026 12:00:30 GMT", 30)]
    [InlineData(503, "Sun, 01 Mar 2026 11:00:00 GMT", 0)]
    public async Task Retry_After_is_honoured_as_seconds_and_as_a_date(int status, string after, int seconds)
    {
        var fault = await FaultAsync(new { url = At($"/retry/{status}/{Uri.EscapeDataString(after)}") });

        fault.RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task A_permanent_answer_has_no_time_to_retry()
    {
        (await FaultAsync(new { url = At("/retry/404/7") })).RetryAfter.ShouldBeNull();
    }

    [Fact]
    public async Task The_job_and_its_attempt_are_named_in_headers()
    {
        await RunAsync(new { url = At("/echo"), headers = new Dictionary<string, string> { ["X-Mine"] = "yes" } });

        var headers = server.Requests.Last().Headers;
        headers["ActorJobs-Job-Id"].ShouldBe(_context.Id.ToString());
        headers["ActorJobs-Attempt"].ShouldBe("2");
        headers["X-Mine"].ShouldBe("yes");
    }

    [Fact]
    public async Task A_text_body_is_posted_as_it_is_and_the_answer_is_kept()
    {
        await RunAsync(new { url = At("/echo"), body = "häl\"lo" });

        server.Requests.Last().Method.ShouldBe("POST");
        server.Requests.Last().Headers["Content-Type"].ShouldBe("text/plain; charset=utf-8");
        _context.Result.GetProperty("body").GetString().ShouldBe("you said häl\"lo");
        _context.Result.GetProperty("headers").GetProperty("content-type").GetString().ShouldBe("text/plain; charset=utf-8");
    }

    [Fact]
    public async Task Any_other_body_is_sent_as_JSON_with_the_method_asked_for()
    {
        await RunAsync(new { url = At("/echo"), method = "put", body = new { a = new[] { 1, 2 } } });

        server.Requests.Last().Method.ShouldBe("PUT");
        server.Requests.Last().Body.ShouldBe("""{"a":[1,2]}""");
        server.Requests.Last().Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
    }

    [Fact]
    public async Task A_content_type_of_the_job_replaces_ours()
    {
        await RunAsync(new { url = At("/echo"), body = "<a/>", headers = new Dictionary<string, string> { ["Content-Type"] = "text/xml" } });

        server.Requests.Last().Headers["Content-Type"].ShouldBe("text/xml");
    }

    [Fact]
    public async Task A_long_body_is_cut_at_64_KiB_between_characters()
    {
        await RunAsync(new { url = At("/big") });

        _context.Result.GetProperty("truncated").GetBoolean().ShouldBeTrue();
        _context.Result.GetProperty("body").GetString().ShouldBe(new string('é', 32 * 1024));
    }

    [Fact]
    public async Task A_binary_body_still_fits_into_the_result()
    {
        await RunAsync(new { url = At("/binary") });

        _context.Result.GetProperty("body").GetString()!.ShouldAllBe(c => c == '\uFFFD');
    }

    [Theory]
    [InlineData(301, "POST", "GET")]
    [InlineData(302, "POST", "GET")]
    [InlineData(303, "PUT", "GET")]
    [InlineData(302, "PUT", "PUT")]
    [InlineData(307, "POST", "POST")]
    [InlineData(308, "POST", "POST")]
    public async Task A_redirect_to_an_allowed_host_is_followed(int status, string method, string next)
    {
        await RunAsync(new { url = At($"/redirect/{status}?to=/echo"), method, body = "x" });

        server.Requests.Last().Method.ShouldBe(next);
        server.Requests.Last().Body.ShouldBe(next == "GET" ? "" : "x");
        server.Requests.Last().Headers["ActorJobs-Attempt"].ShouldBe("2");
    }

    [Fact]
    public async Task A_redirect_to_a_host_that_is_not_allowed_is_not_followed()
    {
        var fault = await FaultAsync(new { url = At("/redirect/302?to=http://other.example:81/secret") });

        fault.ErrorClass.ShouldBe(ErrorClass.Permanent);
        fault.Message.ShouldBe("Host 'other.example:81' is not allowed for http jobs; add it to HTTP_JOB_HOSTS.");
    }

    [Fact]
    public async Task Credentials_stay_with_the_origin_they_were_given_for()
    {
        var other = $"http://localhost:{server.Url.Port}/echo";
        var headers = new Dictionary<string, string> { ["Authorization"] = "Bearer x", ["Cookie"] = "a=b", ["X-Mine"] = "yes" };
        await RunAsync(new { url = At("/redirect/302?to=" + other), headers }, "*");

        var sent = server.Requests.TakeLast(2).Select(request => request.Headers).ToList();
        sent[0].ShouldContainKey("Authorization");
        sent[1].ShouldNotContainKey("Authorization");
        sent[1].ShouldNotContainKey("Cookie");
        sent[1].ShouldContainKey("X-Mine");
    }

    [Fact]
    public async Task A_sixth_redirect_is_permanent()
    {
        var before = server.Requests.Count;

        (await FaultAsync(new { url = At("/loop") })).ShouldSatisfyAllConditions(
            fault => fault.ErrorClass.ShouldBe(ErrorClass.Permanent),
            fault => fault.Message.ShouldBe($"http://{server.Host} redirected more than 5 times."));
        (server.Requests.Count - before).ShouldBe(6);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    public async Task A_redirect_to_another_scheme_is_permanent(string to)
    {
        (await FaultAsync(new { url = At("/redirect/302?to=" + to) }, "*")).ErrorClass.ShouldBe(ErrorClass.Permanent);
    }

    [Fact]
    public async Task A_host_that_is_not_allowed_is_never_called()
    {
        var before = server.Requests.Count;

        var fault = await FaultAsync(new { url = At("/echo") }, "api.example.com");

        fault.ErrorClass.ShouldBe(ErrorClass.Permanent);
        fault.Message.ShouldBe($"Host '{server.Host}' is not allowed for http jobs; add it to HTTP_JOB_HOSTS.");
        server.Requests.Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_server_that_hangs_past_the_timeout_is_recoverable()
    {
        var fault = await FaultAsync(new { url = At("/hang"), timeout = "200ms" });

        fault.ErrorClass.ShouldBe(ErrorClass.Recoverable);
        fault.Message.ShouldBe($"GET http://{server.Host} did not complete within 200ms.");
    }

    [Fact]
    public async Task A_cancel_of_the_job_is_a_cancel_and_no_timeout()
    {
        using var cancel = new CancellationTokenSource();
        var run = RunAsync(new { url = At("/hang"), timeout = "1h" }, cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(run);
    }

    [Fact]
    public async Task A_broken_connection_is_recoverable()
    {
        (await FaultAsync(new { url = At("/break") })).ErrorClass.ShouldBe(ErrorClass.Recoverable);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_recoverable()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var fault = await FaultAsync(new { url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/") }, "*");

        fault.ErrorClass.ShouldBe(ErrorClass.Recoverable);
    }

    [Theory]
    [InlineData("{}", "url is missing; give an absolute http or https URL.")]
    [InlineData("""{"url":"/x"}""", "url must be an absolute http or https URL.")]
    [InlineData("""{"url":"ftp://h/"}""", "url must be an absolute http or https URL.")]
    [InlineData("""{"url":"http://u:p@h/"}""", "url must not hold a user name or password; send an Authorization header.")]
    [InlineData("""{"url":"http://h/","method":"CONNECT"}""", "method must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.")]
    [InlineData("""{"url":"http://h/","timeout":"5"}""", "timeout must be a duration from 100ms to 7d such as 10s.")]
    [InlineData("""{"url":"http://h/","headers":{"Host":"x"}}""", "headers.Host may not be set by a job.")]
    [InlineData("""{"url":"http://h/","headers":{"actorjobs-attempt":"9"}}""", "headers.actorjobs-attempt may not be set by a job.")]
    [InlineData("""{"url":"http://h/","headers":{"X":"a\r\nY: b"}}""", "headers.X must be printable ASCII text.")]
    [InlineData("""{"url":"http://h/","headers":{"X Y":"a"}}""", "headers must have names of letters, digits and - _ . characters.")]
    [InlineData("""{"method":"CONNECT"}""",
        "url is missing; give an absolute http or https URL. method must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.")]
    public async Task A_fault_of_the_payload_is_permanent_and_names_the_field(string payload, string message)
    {
        var fault = await Should.ThrowAsync<JobErrorException>(() => Jobs("*").RunAsync(payload, _context));

        fault.ErrorClass.ShouldBe(ErrorClass.Permanent);
        fault.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("null", "The payload of a 'http' job cannot be read: it is null.")]
    [InlineData("[]", "The payload of a 'http' job cannot be read: it has the wrong form.")]
    [InlineData("""{"url":7}""", "The payload of a 'http' job cannot be read: url has the wrong form.")]
    [InlineData("""{"headers":{"X":7}}""", "The payload of a 'http' job cannot be read: headers.X has the wrong form.")]
    public async Task A_payload_of_the_wrong_form_is_undecodable(string payload, string message)
    {
        (await Should.ThrowAsync<UndecodablePayloadException>(() => Jobs("*").RunAsync(payload, _context))).Message.ShouldBe(message);
    }

    private static string Text(object payload) => JsonSerializer.Serialize(payload);

    private static Runner Jobs(params string[] hosts) =>
        new(BuiltInJobs.Register(new HttpJobOptions([.. hosts.Select(Pattern)]), new ExecJobOptions([]), new FixedClock(Now)).Single());

    private static HostPattern Pattern(string text) =>
        HostPattern.TryParse(text, out var pattern) ? pattern : throw new ArgumentException(text);

    private string At(string path) => $"http://{server.Host}{path}";

    private Task RunAsync(object payload, string? host = null, CancellationToken cancellationToken = default) =>
        Jobs(host ?? server.Host).RunAsync(Text(payload), _context, cancellationToken);

    private Task<JobErrorException> FaultAsync(object payload, string? host = null) =>
        Should.ThrowAsync<JobErrorException>(RunAsync(payload, host));

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
