using ActorJobs.Gateway.Tests.Fakes;
using ActorJobs.Stores;

namespace ActorJobs.Gateway.Tests;

public sealed class ChangeTests : IAsyncLifetime
{
    private static readonly JobId Id = JobId.New(Any.Now);

    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("POST", "/cancel", "cancel")]
    [InlineData("POST", "/retry", "retry")]
    [InlineData("DELETE", "", "delete")]
    public async Task Change_that_was_made_is_202_with_the_state(string method, string path, string change)
    {
        var answer = await _host.SendAsync(method, $"/api/v1/jobs/{Id}{path}");

        answer.Status.ShouldBe(202);
        answer.Text.ShouldBe($$"""{"id":"{{Id}}","state":"cancelled"}""");
        _host.Operations.Changes.ShouldBe([$"{change} {Id}"]);
    }

    [Fact]
    public async Task Cancel_of_a_running_job_is_202_while_it_runs()
    {
        _host.Operations.Answer = new ChangeResult(ChangeKind.Requested, JobState.Running);

        (await _host.PostAsync($"/api/v1/jobs/{Id}/cancel", null)).Json.GetProperty("state").GetString().ShouldBe("running");
    }

    [Theory]
    [InlineData(ChangeKind.NotApplicable, "cancel does not apply: job {0} is succeeded.")]
    [InlineData(ChangeKind.KeyHeld, "cancel does not apply: another live job holds the unique key of job {0}.")]
    public async Task Change_that_does_not_apply_is_409_with_the_state(ChangeKind kind, string detail)
    {
        _host.Operations.Answer = new ChangeResult(kind, JobState.Succeeded);

        var answer = await _host.PostAsync($"/api/v1/jobs/{Id}/cancel", null);

        answer.Status.ShouldBe(409);
        answer.Detail.ShouldBe(string.Format(null, detail, Id));
        answer.Json.GetProperty("state").GetString().ShouldBe("succeeded");
    }

    [Fact]
    public async Task Change_of_an_unknown_job_is_404()
    {
        _host.Operations.Answer = new ChangeResult(ChangeKind.Unknown);

        (await _host.PostAsync($"/api/v1/jobs/{Id}/retry", null)).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("POST", "/cancel", BulkChange.Cancel)]
    [InlineData("POST", "/retry", BulkChange.Retry)]
    [InlineData("POST", "/delete", BulkChange.Delete)]
    [InlineData("DELETE", "", BulkChange.Delete)]
    public async Task Bulk_change_reaches_all_that_match(string method, string path, BulkChange change)
    {
        var answer = await _host.SendAsync(method, $"/api/v1/jobs{path}?state=failed&type=echo");

        answer.Status.ShouldBe(202);
        answer.Text.ShouldBe("""{"affected":42}""");
        _host.Operations.Bulk.ShouldBe([(change, new JobFilter(JobState.Failed, "echo"))]);
    }

    [Fact]
    public async Task Pause_and_resume_carry_priority_and_type()
    {
        (await _host.PostAsync("/api/v1/pause", """{"priority":"low","type":null}""")).Text
            .ShouldBe("""{"priority":"low","type":null}""");
        (await _host.PostAsync("/api/v1/resume", "{}")).Status.ShouldBe(202);

        _host.Operations.Pauses.ShouldBe([new Pause(Priority.Low, null), new Pause(null, null)]);
    }

    [Fact]
    public async Task Resume_of_what_is_not_paused_is_404()
    {
        _host.Operations.HasPause = false;

        (await _host.PostAsync("/api/v1/resume", "{}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Pauses_in_force_are_listed()
    {
        _host.Store.Pauses = [new Pause(Priority.High, "echo")];

        (await _host.GetAsync("/api/v1/pauses")).Text.ShouldBe("""{"pauses":[{"priority":"high","type":"echo"}]}""");
    }
}
