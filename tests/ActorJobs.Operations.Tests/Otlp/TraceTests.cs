using System.Net.Http.Json;

namespace ActorJobs.Operations.Tests.Otlp;

/// <summary>One job seen across processes by a collector.</summary>
[Collection(OperationsCollection.Name)]
public sealed class TraceTests(ITestOutputHelper output)
{
    private const string CallersTrace = "0af7651916cd43dd8448eb211c80319c";
    private const string CallersSpan = "b7ad6b7169203331";

    [Fact]
    public async Task One_job_is_followed_from_the_caller_over_gateway_and_worker_and_back()
    {
        using var receiver = new OtlpReceiver();
        using var storage = await NodeStorage.CreateAsync(TestStore.Postgres);
        var seed = FreePort.Find();
        (string, string)[] shared =
        [
            .. storage.Settings, .. receiver.Settings, ("CLUSTER_SEEDS", $"127.0.0.1:{seed}"), ("SAMPLE_JOBS", "true"),
        ];
        using var linking = await NodeProcess.StartedAsync(output,
        [
            .. shared, ("WORKER_MODE", "job-specialized"), ("WORKER_JOB_TYPES", "echo"), ("CLUSTER_PORT", $"{seed}"), ("GATEWAY_URL", ""),
            ("HEALTH_URL", "http://127.0.0.1:0"),
        ]);
        using var nesting = new NodeProcess(output,
        [
            .. shared, ("LOG_FORMAT", "json"), ("WORKER_MODE", "job-specialized"), ("WORKER_JOB_TYPES", "fail"), ("CLUSTER_PORT", $"{FreePort.Find()}"),
            ("GATEWAY_URL", ""), ("TRACE_RUNS", "child"),
        ]);
        nesting.Begin();
        using var gateway = await NodeProcess.StartedAsync(output,
            [.. shared, ("WORKER_MODE", "gateway-only"), ("CLUSTER_PORT", $"{FreePort.Find()}")]);

        await Eventually.GetAsync(
            () => gateway.Api.GetAsync("/api/v1/nodes"), view => view.GetProperty("nodes").GetArrayLength() == 3, "three members");
        var echo = await EnqueueAsync(gateway, new { type = "echo", payload = new { } });
        await gateway.Api.JobInAsync(echo, "succeeded");
        var fail = await EnqueueAsync(gateway, new
        {
            type = "fail",
            payload = new { @class = "permanent", message = "as asked" },
        });
        await gateway.Api.JobInAsync(fail, "failed");

        var enqueued = await SpanAsync(receiver, "enqueue echo", echo);
        var request = await Eventually.GetAsync(
            () => receiver.Spans.FirstOrDefault(span => span.Id == enqueued.Parent), span => span is not null, "the request's span");
        var dispatched = await SpanAsync(receiver, "dispatch echo", echo);
        var run = await SpanAsync(receiver, "run echo", echo);
        var finished = await SpanAsync(receiver, "finish echo", echo);
        request!.Parent.ShouldBe(CallersSpan);
        new[] { request.Trace, enqueued.Trace, dispatched.Trace }.ShouldAllBe(trace => trace == CallersTrace);
        dispatched.Parent.ShouldBe(enqueued.Id);
        run.Trace.ShouldNotBe(CallersTrace, "a run is a root of its own");
        run.Parent.ShouldBe("");
        run.Links.ShouldBe([(CallersTrace, enqueued.Id)]);
        finished.Trace.ShouldBe(run.Trace);
        finished.Parent.ShouldBe(run.Id);
        run.Process.ShouldNotBe(enqueued.Process);
        new[] { enqueued, dispatched, run, finished }.ShouldAllBe(span => span.Scope == "ActorJobs");

        // Where it is asked for, everything is one trace.
        var nested = await SpanAsync(receiver, "run fail", fail);
        nested.Trace.ShouldBe(CallersTrace);
        nested.Parent.ShouldBe((await SpanAsync(receiver, "enqueue fail", fail)).Id);
        (await SpanAsync(receiver, "finish fail", fail)).Trace.ShouldBe(CallersTrace);
        // The log line of the failure tells job, attempt, node and trace.
        var line = await nesting.Log.LineAsync("\"EventId\":1203");
        line.ShouldContain(fail);
        line.ShouldContain(CallersTrace);
        line.ShouldContain("\"Attempt\":1");
        line.ShouldContain("\"Node\":\"127.0.0.1:");
        await Eventually.GetAsync(() => (receiver.Requests("metrics"), receiver.Requests("logs")),
            counts => counts is { Item1: > 0, Item2: > 0 }, "metrics and log lines come too");
    }

    [Fact]
    public async Task Switched_off_nothing_is_sent_and_the_node_works()
    {
        using var receiver = new OtlpReceiver();
        using var node = await NodeProcess.StartedAsync(output, [.. receiver.Settings, ("OTEL_SDK_DISABLED", "true")]);
        var job = await node.Api.EnqueueAsync(new { type = "echo", payload = new { } });
        await node.Api.JobInAsync(job, "succeeded");
        (await node.Api.Http.GetStringAsync("/metrics")).ShouldBeEmpty();
        node.Send(Signal.Terminate);
        (await node.ExitCodeAsync()).ShouldBe(0); // what was held back would have been sent now

        new[] { "traces", "metrics", "logs" }.Sum(receiver.Requests).ShouldBe(0);
    }

    private static async Task<string> EnqueueAsync(NodeProcess gateway, object job)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs") { Content = JsonContent.Create(job) };
        request.Headers.Add("traceparent", $"00-{CallersTrace}-{CallersSpan}-01");
        using var answer = await gateway.Api.Http.SendAsync(request);
        var body = await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();
        return body.GetProperty("id").GetString()!;
    }

    private static async Task<SpanSeen> SpanAsync(OtlpReceiver receiver, string name, string job) => (await Eventually.GetAsync(
        () => receiver.Spans.FirstOrDefault(span => span.Name == name && span.Job == job), span => span is not null,
        $"span '{name}' among {string.Join(", ", receiver.Spans.Select(span => span.Name).Distinct())}"))!;
}
