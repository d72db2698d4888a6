using System.Text;
using ActorJobs.Gateway.Tests.Fakes;
using ActorJobs.Stores;

namespace ActorJobs.Gateway.Tests;

[Collection(AloneCollection.Name)]
public sealed class BatchTests : IAsyncLifetime
{
    private const string Path = "/api/v1/jobs/batch";
    private const string NdJson = "application/x-ndjson";

    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(NdJson, "{0}\n{1}\n{2}\n")]
    [InlineData(NdJson, "\ufeff{0}\r\n\r\n  \n{1}\n{2}")]
    [InlineData("application/json", "[{0},{1},{2}]")]
    [InlineData("application/json; charset=utf-8", "\n [ {0} ,\n {1}\t, {2} ] \n")]
    public async Task Jobs_arrive_in_their_order_whatever_the_form(string type, string form)
    {
        var body = string.Format(null, form, Job("a"), Job("b"), Job("c"));

        var answer = await _host.PostAsync(Path, body, type);

        answer.Status.ShouldBe(202);
        _host.Client.Jobs.Select(job => job.Type).ShouldBe(["a", "b", "c"]);
        Ids(answer).ShouldBe(_host.Client.Jobs.Select(job => job.Id.ToString()));
        answer.Json.GetProperty("accepted").GetInt32().ShouldBe(3);
        answer.Json.GetProperty("rejected").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("not json", "The line is not valid JSON at line 1, byte 2.")]
    [InlineData("[1]", "The line must be a JSON object but is an array.")]
    [InlineData("""{"type":"a b","payload":1}""", "type may hold only letters, digits and . _ : / - characters.")]
    [InlineData("""{"type":"a b","payload":1,"priorty":1}""",
        "'priorty' is not a known field; did you mean priority? type may hold only letters, digits and . _ : / - characters.")]
    [InlineData("""{"type":"a"}""", "payload is missing; give the job's arguments as JSON, or {} for none.")]
    [InlineData("""{"type":"a","payload":1,"maxRetries":101}""", "maxRetries must be from 0 to 100 but is 101.")]
    [InlineData("""{"type":"a","payload":1}{}""", "The line is not valid JSON at line 1, byte 25.")]
    public async Task Bad_line_is_rejected_with_its_index_and_the_rest_goes_on(string line, string error)
    {
        var answer = await _host.PostAsync(Path, $"{Job("a")}\n{line}\n{Job("b")}\n", NdJson);

        answer.Status.ShouldBe(202);
        Rejected(answer).ShouldBe([(1, error)]);
        answer.Json.GetProperty("accepted").GetInt32().ShouldBe(2);
        _host.Client.Jobs.Select(job => job.Type).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("nul", "The element is not valid JSON at line 1, byte 4.")]
    [InlineData("", "The element is not valid JSON at line 1, byte 1.")]
    [InlineData("""{"type":"a","payload":"],[\"}"}""", null)]
    public async Task Element_of_an_array_is_judged_by_itself(string element, string? error)
    {
        var answer = await _host.PostAsync(Path, $"[{Job("a")},{element},{Job("b")}]");

        answer.Status.ShouldBe(202);
        Rejected(answer).ShouldBe(error is null ? [] : [(1, error)]);
        answer.Json.GetProperty("accepted").GetInt32().ShouldBe(error is null ? 3 : 2);
    }

    [Fact]
    public async Task Empty_array_is_taken_and_adds_nothing()
    {
        var answer = await _host.PostAsync(Path, "[ ]");

        answer.Status.ShouldBe(202);
        answer.Text.ShouldBe("""{"accepted":0,"duplicates":0,"rejected":[],"rejectedCount":0,"ids":[]}""");
    }

    [Theory]
    [InlineData(NdJson, "{0}\n{1}\n{2}\n", "The line")]
    [InlineData("application/json", "[{0},{1},{2}]", "The element")]
    public async Task Overlong_item_is_passed_over_without_being_held(string type, string form, string subject)
    {
        var huge = $$"""{"type":"a","payload":"{{new string('x', 5_000_000)}}"}""";

        var answer = await _host.PostAsync(Path, string.Format(null, form, Job("a"), huge, Job("b")), type);

        answer.Status.ShouldBe(202);
        Rejected(answer).ShouldBe([(1, $"{subject} must have at most 66560 bytes but has more.")]);
        _host.Client.Jobs.Select(job => job.Type).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Payload_beyond_the_limit_is_rejected_alone()
    {
        var large = $$"""{"type":"a","payload":"{{new string('x', 2000)}}"}""";

        var answer = await _host.PostAsync(Path, $"{large}\n{Job("b")}", NdJson);

        Rejected(answer).ShouldHaveSingleItem().Error.ShouldStartWith("payload must have at most 1024 bytes of JSON");
        _host.Client.Jobs.ShouldHaveSingleItem().Type.ShouldBe("b");
    }

    [Fact]
    public async Task Duplicates_are_counted_and_answered_with_their_holder()
    {
        var holder = _host.Client.HeldKeys["k"] = JobId.New(Any.Now);

        var answer = await _host.PostAsync(Path, """[{"type":"a","payload":1,"uniqueKey":"k"},{"type":"b","payload":1}]""");

        answer.Json.GetProperty("accepted").GetInt32().ShouldBe(1);
        answer.Json.GetProperty("duplicates").GetInt32().ShouldBe(1);
        Ids(answer).First().ShouldBe(holder.ToString());
    }

    [Fact]
    public async Task Two_hundred_thousand_lines_pass_with_a_bounded_number_held()
    {
        const int lines = 200_000;
        var mostHeld = 0;
        var mostMemory = 0L;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        _host.Client.Remembers = false;
        _host.Client.Entered = held =>
        {
            InterlockedMax(ref mostHeld, held);
            if (held > 900 && _host.Client.Count % 50_000 < 2000)
            {
                mostMemory = Math.Max(mostMemory, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        };
        var line = Encoding.UTF8.GetBytes($$"""{"type":"a","payload":"{{new string('x', 500)}}"}""" + "\n");

        var answer = await SendAsync(new RepeatedContent(line, lines));

        answer.Status.ShouldBe(202);
        answer.Json.GetProperty("accepted").GetInt32().ShouldBe(lines);
        Ids(answer).Distinct().Count().ShouldBe(lines);
        _host.Client.LargestCall.ShouldBeLessThanOrEqualTo(1000);
        mostHeld.ShouldBeLessThanOrEqualTo(2000);
        // The stream is 105 MB; what lives is some chunks, and 16 bytes for each job.
        mostMemory.ShouldBeLessThan(25_000_000);
    }

    [Fact]
    public async Task Sender_is_slowed_down_while_the_store_does_not_answer()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Client.Gate = gate.Task;
        var full = new RepeatedContent(Encoding.UTF8.GetBytes(
            $$"""{"type":"a","payload":"{{new string('x', 900)}}"}""" + "\n"), 100_000)
        { StopsOnBackpressure = true };

        var sending = SendAsync(full);
        await full.Stalled;

        // Three chunks of 1 MB, the server's pipe and the sockets' buffers, out of 93 MB.
        full.Sent.ShouldBeLessThan(40_000);
        gate.SetResult();
        (await sending).Json.GetProperty("accepted").GetInt32().ShouldBe(full.Sent);
    }

    [Fact]
    public async Task Store_that_fails_on_the_way_is_503_and_tells_what_is_durable()
    {
        _host.Client.Failure = call => call == 2 ? new StoreUnavailableException("The store is away.", TimeSpan.FromSeconds(4)) : null;
        var body = string.Join('\n', Enumerable.Range(0, 2500).Select(_ => Job("a")).Prepend("bad"));

        var answer = await _host.PostAsync(Path, body, NdJson);

        answer.Status.ShouldBe(503);
        answer.MediaType.ShouldBe("application/problem+json");
        answer.Response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(4));
        answer.Detail.ShouldBe("The store is away.");
        var stored = _host.Client.Jobs.Select(job => job.Id.ToString()).ToList();
        Ids(answer).ShouldBe(stored, ignoreOrder: true);
        answer.Json.GetProperty("accepted").GetInt32().ShouldBe(stored.Count);
        Rejected(answer).ShouldBe([(0, "The line is not valid JSON at line 1, byte 1.")]);
        var unsettled = answer.Json.GetProperty("unsettled").EnumerateArray()
            .Sum(range => range.GetProperty("last").GetInt32() - range.GetProperty("first").GetInt32() + 1);
        answer.Json.GetProperty("read").GetInt32().ShouldBe(1 + stored.Count + unsettled);
    }

    [Fact]
    public async Task Answer_of_a_failed_store_reaches_a_sender_that_has_much_left_to_send()
    {
        _host.Client.Failure = _ => new StoreUnavailableException("The store is away.", TimeSpan.FromSeconds(4));
        var line = Encoding.UTF8.GetBytes($$"""{"type":"a","payload":"{{new string('x', 900)}}"}""" + "\n");

        (await SendAsync(new RepeatedContent(line, 100_000))).Status.ShouldBe(503);
    }

    [Fact]
    public async Task Array_that_breaks_off_tells_what_is_durable()
    {
        var answer = await _host.PostAsync(Path, $"[{Job("a")},{Job("b")},{{\"type\"");

        answer.Status.ShouldBe(400);
        answer.Detail.ShouldBe("The array is not closed.");
        answer.Json.GetProperty("accepted").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Full_store_slows_the_batch_and_does_not_fail_it()
    {
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Client.Failure = call =>
        {
            if (call > 1)
            {
                return null;
            }
            busy.SetResult();
            return new StoreBusyException("Full.", TimeSpan.FromSeconds(1));
        };

        var sending = _host.PostAsync(Path, $"[{Job("a")}]");
        await busy.Task;
        while (!sending.IsCompleted)
        {
            _host.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await sending).Status.ShouldBe(202);
    }

    [Fact]
    public async Task Rule_that_only_the_client_knows_rejects_its_line_alone()
    {
        _host.Client.Failure = call => call is 1 or 2 or 4 ? new Client.InvalidJobException(["Too long once encrypted."]) : null;

        var answer = await _host.PostAsync(Path, $"[{Job("a")},{Job("b")},{Job("c")}]");

        Rejected(answer).ShouldBe([(1, "Too long once encrypted.")]);
        _host.Client.Jobs.Select(job => job.Type).ShouldBe(["a", "c"]);
    }

    private static string Job(string type) => $$"""{"type":"{{type}}","payload":{"n":[1,2]} }""";

    private static IEnumerable<string> Ids(Answer answer) =>
        answer.Json.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!);

    private static List<(int Index, string Error)> Rejected(Answer answer) =>
        [.. answer.Json.GetProperty("rejected").EnumerateArray()
            .Select(entry => (entry.GetProperty("index").GetInt32(), entry.GetProperty("error").GetString()!))];

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }

    private async Task<Answer> SendAsync(HttpContent content)
    {
        using var response = await _host.Http.PostAsync(new Uri(Path, UriKind.Relative), content);
        return new Answer(response, await response.Content.ReadAsStringAsync());
    }
}
