using System.Net;

namespace ActorJobs.Node.Tests.StoreFailures;

/// <summary>A store without room: enqueues are refused, and all goes on when there is room again.</summary>
[Collection(NodeCollection.Name)]
public sealed class FullStoreTests(ITestOutputHelper output)
{
    private const int SomeJobs = 300;
    private const int SomeRefusals = 20;
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task Redis_without_memory_for_a_while_costs_no_job()
    {
        await using var store = await FailingRedis.CreateAsync();
        await RunAsync(store, async load =>
        {
            await store.LeaveMemoryAsync(Megabyte / 4);
            await load.UntilRefusedAsync(SomeRefusals);
            await store.LeaveMemoryAsync(null);
        });
    }

    /// <summary>Or else it could never get empty; what commands write costs memory and is left out.</summary>
    [Fact]
    public async Task Commands_that_write_to_their_logs_end_while_Redis_has_no_memory()
    {
        await using var store = await FailingRedis.CreateAsync();
        using var node = await StartAsync(store.SettingAt(store.Port));
        var ids = await node.Api.EnqueueManyAsync(Enumerable.Range(0, 20).Select(_ => new
        {
            type = "exec",
            payload = new { command = "sh", args = new[] { "-c", "sleep 2; echo much to say >&2" } },
        }));
        await store.LeaveMemoryAsync(0);
        await node.Api.UntilSucceededAsync(ids.Length);
        await store.LeaveMemoryAsync(null);
        (await node.Api.JobsAsync()).ShouldAllBe(job => job.State == "succeeded" && job.Attempt == 1);
    }

    /// <summary>The tables can grow no more, while the log can: statements fail one by one.</summary>
    [Fact]
    public async Task Postgres_without_room_for_its_tables_for_a_while_costs_no_job()
    {
        using var disk = SmallDisk.Create(megabytes: 96);
        await using var store = await FailingPostgres.CreateAsync();
        await store.Server.AskAsync($"CREATE TABLESPACE small LOCATION '{disk.Folder}'");
        await store.Server.AskAsync("CREATE DATABASE small TABLESPACE small");
        await RunAsync(store, async load =>
        {
            disk.Fill(roomBytes: 64 * 1024);
            await load.UntilRefusedAsync(SomeRefusals);
            disk.Free();
        }, ("DATABASE_URL", $"postgres://postgres@127.0.0.1:{store.Port}/small"));
    }

    /// <summary>The log can grow no more: the server goes down by itself until there is room.</summary>
    [Fact]
    public async Task Postgres_without_room_for_its_log_for_a_while_costs_no_job()
    {
        using var disk = SmallDisk.Create(megabytes: 64);
        await using var store = await FailingPostgres.CreateAsync();
        await store.StopAsync();
        var log = Path.Combine(store.Server.Folder, "pg_wal");
        SmallDisk.Run("mv", log, disk.Folder).ShouldBeTrue();
        File.CreateSymbolicLink(log, Path.Combine(disk.Folder, "pg_wal"));
        await File.AppendAllTextAsync(
            Path.Combine(store.Server.Folder, "postgresql.conf"), "min_wal_size = 32MB\nmax_wal_size = 32MB\n");
        await store.StartAgainAsync();
        await RunAsync(store, async load =>
        {
            disk.Fill(roomBytes: 0);
            await store.Server.AskAsync("SELECT pg_switch_wal()").ContinueWith(_ => { }, TaskScheduler.Default);
            await load.UntilRefusedAsync(SomeRefusals);
            disk.Free();
            await store.StartIfDownAsync();
        });
    }

    private Task<NodeProcess> StartAsync((string Name, string Value) setting) =>
        NodeProcess.StartedAsync(output, setting, ("EXEC_JOB_COMMANDS", "sh"), ("WORKER_CONCURRENCY", "10"));

    private Task RunAsync(FailingStore store, Func<Load, Task> failure) =>
        RunAsync(store, failure, store.SettingAt(store.Port));

    private async Task RunAsync(FailingStore store, Func<Load, Task> failure, (string Name, string Value) setting)
    {
        using var node = await StartAsync(setting);
        await using var load = new Load(node);
        await load.UntilAcceptedAsync(SomeJobs);
        await failure(load);
        await load.UntilAcceptedAsync(SomeJobs);
        await load.StopAsync();
        await Invariants.ShouldHoldAsync(node, load, output);
        (await node.Api.StatusOfAsync("/health/ready")).ShouldBe(HttpStatusCode.OK);
    }
}
