namespace ActorJobs.Node.Tests;

/// <summary>SIGTERM and SIGINT, once and twice.</summary>
[Collection(NodeCollection.Name)]
public sealed class StopTests(ITestOutputHelper output)
{
    private const string Stopping = "a second signal ends the process at once";

    [Theory]
    [InlineData(nameof(Signal.Terminate))]
    [InlineData(nameof(Signal.Interrupt))]
    public async Task First_signal_lets_short_jobs_end_and_hands_long_ones_back_unused(string signal)
    {
        using var node = await NodeProcess.StartedAsync(output, ("SHUTDOWN_TIMEOUT", "2s"), ("WORKER_CONCURRENCY", "4"));
        var brief = await EnqueueAsync(node, 1000);
        var longer = await EnqueueAsync(node, 5000);
        var endless = await EnqueueAsync(node, 60_000);
        await UntilStartedAsync(node, brief, longer, endless);

        node.Send(Enum.Parse<Signal>(signal));
        (await node.ExitCodeAsync()).ShouldBe(0);
        node.Log.Find(Stopping).ShouldNotBeNull();
        node.Errors.Lines.ShouldBeEmpty();

        await node.StartAsync();
        var done = await node.Api.JobAsync(brief);
        (done.State, done.Attempt).ShouldBe(("succeeded", 1));
        var again = await node.Api.JobInAsync(endless, "running");
        again.Attempt.ShouldBe(1);
        again.Errors.ShouldBeEmpty();
        var completed = await node.Api.JobInAsync(longer, "succeeded");
        completed.Attempt.ShouldBe(1);
        completed.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(nameof(Signal.Terminate), 143)]
    [InlineData(nameof(Signal.Interrupt), 130)]
    public async Task Second_signal_ends_the_process_at_once(string signal, int exitCode)
    {
        using var node = await NodeProcess.StartedAsync(output, ("SHUTDOWN_TIMEOUT", "1h"));
        var id = await EnqueueAsync(node, 600_000);
        await UntilStartedAsync(node, id);

        node.Send(Enum.Parse<Signal>(signal));
        await node.Log.LineAsync("Draining: 1 jobs run");
        node.Send(Enum.Parse<Signal>(signal));

        (await node.ExitCodeAsync()).ShouldBe(exitCode);
    }

    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Idle_node_stops_with_code_0_and_says_no_warning(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store);
        node.Send(Signal.Terminate);
        (await node.ExitCodeAsync()).ShouldBe(0);
        node.Log.Find("warn: ").ShouldBeNull();
        node.Log.Find("fail: ").ShouldBeNull();
        node.Errors.Lines.ShouldBeEmpty();
    }

    private static Task<string> EnqueueAsync(NodeProcess node, int ms) =>
        node.Api.EnqueueAsync(new { type = "sleep", payload = new { ms }, timeout = "20m" });

    private static async Task UntilStartedAsync(NodeProcess node, params string[] ids)
    {
        foreach (var id in ids)
        {
            await node.Api.JobAsync(id, job => job.StartedAt is not null, "has started");
        }
    }
}
