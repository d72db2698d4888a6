using ActorJobs.Gateway.Tests.Fakes;
using ActorJobs.Operations;

namespace ActorJobs.Gateway.Tests;

public sealed class EventTests : IAsyncLifetime
{
    private static readonly JobId Id = JobId.New(Any.Now);
    private static readonly JobEvent Changed = new JobEvent.JobChanged(
        Id, "echo", Priority.High, JobState.Running, 1, Any.Now, "10.0.0.1:4053");

    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Every_kind_of_event_has_its_name_and_json()
    {
        using var watcher = await WatchAsync("");

        await SendAsync(
            Changed,
            new JobEvent.ProgressReported(Id, new JobProgress(0.25, "a\nb", Any.Now)),
            new JobEvent.NodeChanged(new NodeId("10.0.0.1:4053", 3), "leaving", Any.Now),
            new JobEvent.Missed(7));

        const string at = "2026-05-04T03:02:01.007Z";
        (await NextAsync(watcher)).ShouldBe(("event: job", Any.OneLine($$"""
            data: {"id":"{{Id}}","type":"echo","priority":"high",
            "state":"running","attempt":1,"at":"{{at}}","node":"10.0.0.1:4053"}
            """)));
        (await NextAsync(watcher)).ShouldBe(("event: progress",
            $$"""data: {"id":"{{Id}}","fraction":0.25,"message":"a\nb","at":"{{at}}"}"""));
        (await NextAsync(watcher)).ShouldBe(("event: node",
            $$"""data: {"node":"10.0.0.1:4053","status":"leaving","at":"{{at}}"}"""));
        (await NextAsync(watcher)).ShouldBe(("event: missed", """data: {"count":7}"""));
    }

    [Theory]
    [InlineData("?type=mail")]
    [InlineData("?id=0190a5e0-0000-7000-8000-000000000000")]
    public async Task Filter_leaves_out_what_was_not_asked_for(string query)
    {
        using var watcher = await WatchAsync(query);

        await SendAsync(Changed, new JobEvent.ProgressReported(Id, new JobProgress(0.25, null, Any.Now)),
            new JobEvent.NodeChanged(new NodeId("10.0.0.1:4053", 3), "up", Any.Now), new JobEvent.Missed(1));

        (await NextAsync(watcher)).Name.ShouldBe("event: missed");
    }

    [Fact]
    public async Task Silent_stream_beats_every_fifteen_seconds()
    {
        using var watcher = await WatchAsync("");

        var line = watcher.ReadLineAsync();
        while (!line.IsCompleted)
        {
            _host.Time.Advance(TimeSpan.FromSeconds(15));
            await Task.Yield();
        }

        (await line).ShouldBe(": still here");
    }

    [Fact]
    public async Task Watcher_that_leaves_ends_its_watch()
    {
        (await WatchAsync("")).Dispose();

        await _host.Cluster.WatcherLeft.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Stop_of_the_process_ends_the_stream()
    {
        using var watcher = await WatchAsync("");

        await _host.StopAsync();

        (await watcher.ReadToEndAsync()).ShouldBe("");
    }

    private async Task<StreamReader> WatchAsync(string query)
    {
        var stream = await _host.Http.GetStreamAsync(new Uri("/api/v1/events" + query, UriKind.Relative));
        var reader = new StreamReader(stream);
        (await reader.ReadLineAsync()).ShouldBe(": watching");
        (await reader.ReadLineAsync()).ShouldBe("");
        return reader;
    }

    private async Task SendAsync(params JobEvent[] events)
    {
        foreach (var change in events)
        {
            await _host.Cluster.Events.Writer.WriteAsync(change);
        }
    }

    private static async Task<(string? Name, string? Data)> NextAsync(StreamReader reader)
    {
        var read = (await reader.ReadLineAsync(), await reader.ReadLineAsync());
        (await reader.ReadLineAsync()).ShouldBe("");
        return read;
    }
}
