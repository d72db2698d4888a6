using System.Net;

namespace ActorJobs.Node.Tests.StoreFailures;

/// <summary>What a node does when its store goes away under load: it refuses, waits, and goes on by itself.</summary>
[Collection(NodeCollection.Name)]
public sealed class StoreFailureTests(ITestOutputHelper output)
{
    private const int SomeJobs = 300;
    private const int SomeRefusals = 20;
    private const int Cuts = 12;
    private const int MostJobsBetweenCuts = 60;
    private const int Seed = 20261123;
    private const int LongCommands = 4;
    private const double MostMegabytes = 400;

    private static readonly TimeSpan FrozenFor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(TestStore.Postgres)]
    [InlineData(TestStore.Redis)]
    public Task Server_stopped_at_once_and_started_again_costs_no_job(TestStore kind) =>
        RunAsync(kind, async (store, load) =>
        {
            await store.StopAsync();
            await load.UntilRefusedAsync(SomeRefusals);
            await store.StartAgainAsync();
        });

    [Theory]
    [InlineData(TestStore.Postgres)]
    [InlineData(TestStore.Redis)]
    public Task Server_killed_and_started_again_costs_no_job(TestStore kind) =>
        RunAsync(kind, async (store, load) =>
        {
            await store.KillAsync();
            await load.UntilRefusedAsync(SomeRefusals);
            await store.StartAgainAsync();
        });

    [Theory]
    [InlineData(TestStore.Postgres)]
    [InlineData(TestStore.Redis)]
    public Task Server_without_a_free_connection_costs_no_job(TestStore kind) =>
        RunAsync(kind, async (store, load) =>
        {
            await store.TakeConnectionsAsync();
            await load.UntilRefusedAsync(SomeRefusals);
            await store.GiveConnectionsAsync();
        });

    [Theory]
    [InlineData(TestStore.Postgres)]
    [InlineData(TestStore.Redis)]
    public Task Server_that_takes_no_writes_for_a_while_costs_no_job(TestStore kind) =>
        RunAsync(kind, async (store, load) =>
        {
            await store.RefuseWritesAsync();
            await load.UntilRefusedAsync(SomeRefusals);
            await store.TakeWritesAsync();
        });

    [Theory]
    [InlineData(TestStore.Postgres)]
    [InlineData(TestStore.Redis)]
    public async Task Connections_cut_a_dozen_times_in_the_middle_of_batches_cost_no_job(TestStore kind)
    {
        await using var store = await FailingStore.StartAsync(kind);
        using var proxy = new CuttingProxy(store.Port);
        using var node = await StartAsync(store, proxy.Port);
        await using var load = new Load(node);
        await load.UntilAcceptedAsync(SomeJobs);
        var random = new Random(Seed);
        var connections = 0;
        for (var cut = 1; cut <= Cuts; cut++)
        {
            connections += proxy.Cut();
            await load.UntilAcceptedAsync(1 + random.Next(MostJobsBetweenCuts));
            await Task.Delay(random.Next(50)); // anywhere within an exchange with the server
        }
        output.WriteLine($"{connections} connections were cut in {Cuts} cuts.");
        await FinishAsync(node, load);
    }

    [Theory]
    [InlineData(TestStore.Postgres)]
    [InlineData(TestStore.Redis)]
    public async Task Frozen_server_is_answered_for_in_time_while_running_jobs_go_on_and_end(TestStore kind)
    {
        await using var store = await FailingStore.StartAsync(kind);
        using var node = await StartAsync(store, store.Port);
        var file = Path.Combine(node.Folder.FullName, "ended");
        var running = await node.Api.EnqueueManyAsync(Enumerable.Range(0, LongCommands).Select(_ => LongCommand(file)));
        foreach (var id in running)
        {
            await node.Api.JobInAsync(id, "running");
        }
        await using var load = new Load(node);
        await load.UntilAcceptedAsync(SomeJobs);

        await store.FreezeAsync();
        var ready = new List<HttpStatusCode>();
        try
        {
            await Eventually.WatchAsync(
                FrozenFor, async () => ready.Add(await node.Api.StatusOfAsync("/health/ready")));
            (await node.Api.StatusOfAsync("/health/live")).ShouldBe(HttpStatusCode.OK);
            File.ReadAllLines(file).Length.ShouldBe(LongCommands, "commands that ran went on to their end");
        }
        finally
        {
            await store.ThawAsync();
        }

        ready.ShouldAllBe(status => status == HttpStatusCode.ServiceUnavailable);
        await FinishAsync(node, load);
        load.Refused.ShouldBePositive();
        load.Slowest.ShouldBeLessThan(LongestAnswer);
        foreach (var id in running)
        {
            var job = await node.Api.JobAsync(id);
            (job.State, job.Attempt).ShouldBe(("succeeded", 1));
        }
        output.WriteLine($"Frozen for {FrozenFor.TotalSeconds} s; peak memory {node.PeakResidentMegabytes():0} MB.");
        node.PeakResidentMegabytes().ShouldBeLessThan(MostMegabytes);
    }

    [Theory]
    [InlineData(TestStore.Postgres)]
    [InlineData(TestStore.Redis)]
    public async Task Node_that_is_told_to_stop_while_its_server_is_frozen_ends_by_itself(TestStore kind)
    {
        await using var store = await FailingStore.StartAsync(kind);
        using var node = await NodeProcess.StartedAsync(
            output, store.SettingAt(store.Port), ("EXEC_JOB_COMMANDS", "sh"), ("SHUTDOWN_TIMEOUT", "5s"));
        await using var load = new Load(node);
        await load.UntilAcceptedAsync(SomeJobs);
        await store.FreezeAsync();
        try
        {
            await load.StopAsync();
            node.Send(Signal.Terminate);
            output.WriteLine($"It ended with {await node.ExitCodeAsync()}.");
        }
        finally
        {
            await store.ThawAsync();
        }
        await node.StartAsync();
        await node.Api.UntilSucceededAsync(load.Accepted.Count);
    }

    private static object LongCommand(string file) => new
    {
        type = "exec",
        payload = new { command = "sh", args = new[] { "-c", "sleep 12; " + Load.Note, file } },
        tags = new[] { $"long-{Guid.NewGuid():N}" },
    };

    private Task<NodeProcess> StartAsync(FailingStore store, int port) => NodeProcess.StartedAsync(
        output, store.SettingAt(port), ("EXEC_JOB_COMMANDS", "sh"), ("WORKER_CONCURRENCY", "10"));

    /// <summary>Jobs are accepted before the failure, during it if the store takes any, and after it.</summary>
    private async Task RunAsync(TestStore kind, Func<FailingStore, Load, Task> failure)
    {
        await using var store = await FailingStore.StartAsync(kind);
        using var node = await StartAsync(store, store.Port);
        await using var load = new Load(node);
        await load.UntilAcceptedAsync(SomeJobs);
        await failure(store, load);
        await FinishAsync(node, load);
    }

    private async Task FinishAsync(NodeProcess node, Load load)
    {
        await load.UntilAcceptedAsync(SomeJobs);
        await load.StopAsync();
        await Invariants.ShouldHoldAsync(node, load, output);
        (await node.Api.StatusOfAsync("/health/ready")).ShouldBe(HttpStatusCode.OK);
    }
}
