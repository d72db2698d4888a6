using System.Net;
using ActorJobs.Tests.Servers;

namespace ActorJobs.Node.Tests.StoreFailures;

/// <summary>What a node does when its store goes away under load: it refuses, waits, and goes on by itself.</summary>
[Collection(NodeCollection.Name)]
public sealed class StoreFailureTests(ITestOutputHelper output)
{
    private const int SomeJobs = 300;
    private const int SomeRefusals = 20;

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

    /// <summary>Jobs are accepted before the failure, during it if the store takes any, and after it.</summary>
    private async Task RunAsync(TestStore kind, Func<FailingStore, Load, Task> failure)
    {
        await using var store = await FailingStore.StartAsync(kind);
        using var node = await NodeProcess.StartedAsync(
            output, store.SettingAt(store.Port), ("EXEC_JOB_COMMANDS", "sh"), ("WORKER_CONCURRENCY", "10"));
        await using var load = new Load(node);
        await load.UntilAcceptedAsync(SomeJobs);
        await failure(store, load);
        await load.UntilAcceptedAsync(SomeJobs);
        await load.StopAsync();
        await Invariants.ShouldHoldAsync(node, load, output);
        (await node.Api.StatusOfAsync("/health/ready")).ShouldBe(HttpStatusCode.OK);
    }
}
