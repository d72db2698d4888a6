using ActorJobs.Gateway.Tests.Fakes;
using ActorJobs.Stores;

namespace ActorJobs.Gateway.Tests;

public sealed class GroupTests : IAsyncLifetime
{
    private const string Path = "/api/v1/jobs/group";

    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Group_is_enqueued_by_one_call_and_answered_in_order()
    {
        _host.Client.HeldKeys["k"] = JobId.New(Any.Now);

        var answer = await _host.PostAsync(Path,
            """[{"type":"a","payload":1},{"type":"b","payload":2,"uniqueKey":"k"},{"type":"c","payload":3,"delay":"1h"}]""");

        answer.Status.ShouldBe(202);
        _host.Client.LargestCall.ShouldBe(3);
        answer.Json.GetProperty("jobs").EnumerateArray()
            .Select(job => (job.GetProperty("state").GetString(), job.GetProperty("duplicate").GetBoolean()))
            .ShouldBe([("ready", false), ("running", true), ("scheduled", false)]);
    }

    [Fact]
    public async Task Nothing_is_enqueued_when_one_job_breaks_a_rule_and_every_fault_is_named()
    {
        var answer = await _host.PostAsync(Path,
            """[{"type":"a","payload":1},{"type":"a b","payload":2},{"type":"c","priorty":1,"payload":3}]""");

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldBe(
        [
            "Job 1: type may hold only letters, digits and . _ : / - characters.",
            "Job 2: 'priorty' is not a known field; did you mean priority?",
        ]);
        _host.Client.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Group_of_more_than_a_thousand_is_refused_and_told_what_to_do()
    {
        var jobs = string.Join(',', Enumerable.Repeat("""{"type":"a","payload":1}""", 1001));

        var answer = await _host.PostAsync(Path, $"[{jobs}]");

        answer.Status.ShouldBe(400);
        answer.Errors.ShouldBe(["A group has at most 1000 jobs but this one has 1001; send a batch, or several groups."]);
        _host.Client.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Empty_group_and_half_a_group_are_told_apart()
    {
        (await _host.PostAsync(Path, "[]")).Text.ShouldBe("""{"jobs":[]}""");
        (await _host.PostAsync(Path, """[{"type":"a","payload":1}""")).Errors.ShouldBe(["The array is not closed."]);
        _host.Client.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Full_store_is_429_for_the_whole_group()
    {
        _host.Client.Failure = _ => new StoreBusyException("10000 writes wait.", TimeSpan.FromSeconds(2));

        (await _host.PostAsync(Path, """[{"type":"a","payload":1}]""")).Status.ShouldBe(429);
    }
}
