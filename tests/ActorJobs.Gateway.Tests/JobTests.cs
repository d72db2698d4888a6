using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ActorJobs.Gateway.Json;
using ActorJobs.Gateway.Tests.Fakes;
using ActorJobs.Stores;

namespace ActorJobs.Gateway.Tests;

public sealed class JobTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Job_is_shown_with_all_that_is_known_of_it()
    {
        var parent = JobId.New(Any.Now);
        var job = Any.Job(JobState.Failed) with
        {
            Attempt = 2,
            StartedAt = Any.Now.ToOffset(TimeSpan.FromHours(2)),
            FinishedAt = Any.Now.AddSeconds(1),
            Node = "10.0.0.1:4053",
            Result = Encoding.UTF8.GetBytes("\"<b>ä</b>\""),
            Progress = new JobProgress(0.5, "half", Any.Now),
            Errors = [new JobError(1, Any.Now, ErrorClass.Recoverable, "Oh", "at X", "10.0.0.1:4053")],
            Log = [new JobLogLine(1, Any.Now, "line")],
            UniqueKey = "u",
            ConcurrencyKey = "c",
            Tags = ["t"],
            Parent = parent,
            CancelRequested = true,
            Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };
        _host.Store.Jobs.Add(job);

        var answer = await _host.GetAsync($"/api/v1/jobs/{job.Id}");

        const string at = "2026-05-04T03:02:01.007Z";
        answer.MediaType.ShouldBe("application/json");
        answer.Text.ShouldBe(
            Any.OneLine($$"""
            {"id":"{{job.Id}}","type":"echo","priority":"normal","state":"failed","attempt":2,"maxRetries":3,
            "createdAt":"{{at}}","runAt":"{{at}}","after":[],"startedAt":"{{at}}","finishedAt":"2026-05-04T03:02:02.007Z",
            "node":"10.0.0.1:4053","payload":{"a":[1, 2]},"progress":{"fraction":0.5,"message":"half","at":"{{at}}"},
            "result":"<b>ä</b>","errors":[{"attempt":1,"at":"{{at}}","class":"recoverable","message":"Oh",
            "detail":"at X","node":"10.0.0.1:4053"}],"log":[{"attempt":1,"at":"{{at}}","text":"line"}],"tags":["t"],
            "uniqueKey":"u","concurrencyKey":"c","parent":"{{parent}}","timeout":"5m","cancelRequested":true,
            "traceId":"0af7651916cd43dd8448eb211c80319c"}
            """));
    }

    [Fact]
    public async Task Job_that_waits_for_others_names_them_and_has_no_time()
    {
        var others = new[] { JobId.New(Any.Now), JobId.New(Any.Now) };
        var job = Any.Job() with { State = JobState.Scheduled, RunAt = JobLimits.Never, After = [.. others] };
        _host.Store.Jobs.Add(job);

        var answer = await _host.GetAsync($"/api/v1/jobs/{job.Id}");

        answer.Json.GetProperty("runAt").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.Json.GetProperty("after").EnumerateArray().Select(id => id.GetString()).ShouldBe(others.Select(id => id.ToString()));
    }

    [Fact]
    public async Task Job_of_the_document_has_the_fields_that_are_written()
    {
        var job = Any.Job();
        _host.Store.Jobs.Add(job);

        var answer = await _host.GetAsync($"/api/v1/jobs/{job.Id}");

        var documented = typeof(JobModel).GetProperties().Select(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name));
        answer.Json.EnumerateObject().Select(field => field.Name).ShouldBe(documented, ignoreOrder: true);
    }

    [Fact]
    public async Task List_is_read_page_by_page_without_logs()
    {
        for (var i = 0; i < 5; i++)
        {
            _host.Store.Jobs.Add(Any.Job() with
            {
                Id = JobId.New(Any.Now.AddSeconds(i)),
                Log = [new JobLogLine(1, Any.Now, "line")],
            });
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _host.GetAsync($"/api/v1/jobs?limit=2&cursor={cursor}");
            page.Text.ShouldNotContain("\"log\"");
            seen.AddRange(page.Json.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("id").GetString()!));
            cursor = page.Json.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        seen.ShouldBe(_host.Store.Jobs.Select(job => job.Id.ToString()).Reverse());
    }

    [Fact]
    public async Task Filters_reach_the_store_and_empty_ones_do_not()
    {
        await _host.GetAsync("/api/v1/jobs?state=failed&type=a%2Fb&priority=low&tag=x%20y&limit=1000&cursor=");
        _host.Store.LastList.ShouldBe((new JobFilter(JobState.Failed, "a/b", Priority.Low, "x y"), null, 1000));

        await _host.GetAsync("/api/v1/jobs?state=&type=&priority=&tag=&limit=&cursor=");
        _host.Store.LastList.ShouldBe((new JobFilter(), null, 50));
    }

    [Fact]
    public async Task Page_of_a_thousand_large_jobs_is_sent_whole()
    {
        var payload = Encoding.UTF8.GetBytes($"\"{new string('x', 20_000)}\"");
        _host.Store.Jobs.AddRange(Enumerable.Range(0, 1000).Select(_ => Any.Job() with
        {
            Id = JobId.New(Any.Now),
            Payload = payload,
        }));

        var answer = await _host.GetAsync("/api/v1/jobs?limit=1000");

        answer.Json.GetProperty("jobs").GetArrayLength().ShouldBe(1000);
    }

    [Fact]
    public async Task Store_out_of_reach_is_503()
    {
        _host.Store.Failure = new StoreUnavailableException("The store is away.", TimeSpan.FromSeconds(2));

        (await _host.GetAsync("/api/v1/jobs")).Status.ShouldBe(503);
        (await _host.GetAsync($"/api/v1/jobs/{JobId.New(Any.Now)}")).Status.ShouldBe(503);
    }
}
