using ActorJobs.Gateway.Tests.Fakes;

namespace ActorJobs.Gateway.Tests;

public sealed class DocumentTests : IAsyncLifetime
{
    private static readonly string[] Calls =
    [
        "delete /api/v1/jobs", "delete /api/v1/jobs/{id}", "delete /api/v1/schedules/{id}", "get /api/health/worker",
        "get /api/v1/events", "get /api/v1/jobs", "get /api/v1/jobs/{id}", "get /api/v1/nodes", "get /api/v1/pauses", "get /api/v1/schedules", "get /api/v1/schedules/{id}",
        "get /api/v1/stats", "get /health/live",
        "get /health/ready", "get /metrics", "post /api/v1/jobs", "post /api/v1/jobs/batch", "post /api/v1/jobs/cancel",
        "post /api/v1/jobs/delete", "post /api/v1/jobs/group", "post /api/v1/jobs/retry",
        "post /api/v1/jobs/{id}/cancel", "post /api/v1/jobs/{id}/retry",
        "post /api/v1/pause", "post /api/v1/resume", "post /api/v1/schedules/{id}/backfill", "post /api/v1/schedules/{id}/pause",
        "post /api/v1/schedules/{id}/resume", "post /api/v1/schedules/{id}/trigger", "put /api/v1/schedules/{id}",
    ];

    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Document_has_every_call_and_no_other()
    {
        var document = (await _host.GetAsync("/openapi/v1.json")).Json;

        document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(call => $"{call.Name} {path.Name}"))
            .Order(StringComparer.Ordinal).ShouldBe(Calls);
    }

    [Fact]
    public async Task Every_call_is_described_and_names_its_problems()
    {
        var document = (await _host.GetAsync("/openapi/v1.json")).Json;

        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var call in path.Value.EnumerateObject())
            {
                var name = $"{call.Name} {path.Name}";
                call.Value.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(name);
                call.Value.GetProperty("description").GetString().ShouldNotBeNullOrEmpty(name);
                var needsKey = !path.Name.StartsWith("/health/", StringComparison.Ordinal);
                call.Value.GetProperty("responses").TryGetProperty("403", out _).ShouldBe(needsKey, name);
            }
        }
        var enqueue = document.GetProperty("paths").GetProperty("/api/v1/jobs").GetProperty("post");
        enqueue.GetProperty("responses").EnumerateObject().Select(response => response.Name)
            .ShouldBe(["202", "400", "401", "403", "413", "415", "429", "503"], ignoreOrder: true);
        enqueue.GetProperty("description").GetString().ShouldEndWith("Scope: enqueue or admin.");
    }

    [Theory]
    [InlineData("/api/v1/jobs")]
    [InlineData("/api/v1/jobs/batch")]
    [InlineData("/api/v1/jobs/group")]
    [InlineData("/api/v1/pause")]
    [InlineData("/api/v1/resume")]
    public async Task Example_of_a_body_is_accepted(string path)
    {
        var document = (await _host.GetAsync("/openapi/v1.json")).Json;
        var body = document.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody")
            .GetProperty("content").GetProperty("application/json");

        body.GetProperty("schema").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Object);
        var answer = await _host.PostAsync(path, body.GetProperty("example").GetRawText());

        answer.Status.ShouldBe(202);
        answer.Text.ShouldNotContain("error");
    }

    [Theory]
    [InlineData("put", "/api/v1/schedules/{id}", 201)]
    [InlineData("post", "/api/v1/schedules/{id}/pause", 202)]
    [InlineData("post", "/api/v1/schedules/{id}/backfill", 202)]
    public async Task Example_of_a_body_about_a_schedule_is_accepted(string method, string path, int status)
    {
        var document = (await _host.GetAsync("/openapi/v1.json")).Json;
        var example = document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("requestBody")
            .GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText();
        if (method == "post")
        {
            _host.Schedules.Add(FakeSchedules.StatusOf(new Schedules.Schedule
            {
                Id = "one", Every = TimeSpan.FromHours(1), Job = new Schedules.ScheduledJob { Type = "a", Payload = "{}"u8.ToArray() },
            }));
        }

        var answer = await _host.SendAsync(method, path.Replace("{id}", "one", StringComparison.Ordinal),
            System.Text.Encoding.UTF8.GetBytes(example), "application/json");

        answer.Status.ShouldBe(status, answer.Text);
    }

    [Fact]
    public async Task First_page_lists_the_calls_and_links_the_document()
    {
        var answer = await _host.GetAsync("/");

        answer.MediaType.ShouldBe("text/html");
        answer.Text.ShouldContain("href=\"/openapi/v1.json\"");
        foreach (var call in Calls)
        {
            var parts = call.Split(' ');
            answer.Text.ShouldContain($"<code>{parts[0].ToUpperInvariant()} {parts[1]}</code>");
        }
    }
}
