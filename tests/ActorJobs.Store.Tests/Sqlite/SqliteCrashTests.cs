using System.Diagnostics;
using ActorJobs.Stores.Conformance;

namespace ActorJobs.Stores.SqliteTests;

public sealed class SqliteCrashTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _fixture.DisposeAsync().AsTask();

    [Fact]
    public async Task Killed_process_loses_nothing_acknowledged_and_its_lock_is_free()
    {
        var acknowledged = await RunAndKillAsync(lines: 200);

        await using var store = await _fixture.OpenAsync();

        foreach (var pair in acknowledged)
        {
            (await StateOfAsync(store, pair[0])).ShouldBe(JobState.Ready);
            (await StateOfAsync(store, pair[1])).ShouldBe(JobState.Running);
        }
        var epoch = await store.OpenEpochAsync(CancellationToken.None);
        var recovered = await store.RecoverNodeAsync(epoch, Any.NodeA, Any.Start, CancellationToken.None);
        acknowledged.Select(pair => pair[1]).Except(recovered.Ready).ShouldBeEmpty();
        (await store.CountAsync(CancellationToken.None)).ByState[JobState.Running].ShouldBe(0);
    }

    private async Task<List<JobId[]>> RunAndKillAsync(int lines)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(Program).Assembly.Location, _fixture.Path])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var pairs = new List<JobId[]>();
        while (pairs.Count < lines && await process.StandardOutput.ReadLineAsync() is { } line)
        {
            pairs.Add([.. line.Split(' ').Select(text => JobId.TryParse(text, out var id) ? id : default)]);
        }
        process.Kill();
        await process.WaitForExitAsync();
        pairs.Count.ShouldBe(lines);
        return pairs;
    }

    private static async Task<JobState?> StateOfAsync(IJobStore store, JobId id) =>
        (await store.GetAsync(id, CancellationToken.None))?.State;
}
