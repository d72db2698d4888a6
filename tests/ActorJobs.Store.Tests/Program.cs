using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Sqlite;
using ActorJobs.Stores.SqliteTests;

namespace ActorJobs.Stores;

/// <summary>A process to be killed: enqueues and claims for ever, and says what was acknowledged.</summary>
internal static class Program
{
    private static async Task Main(string[] args)
    {
        await using var store = await SqliteFixture.OpenAsync(new SqliteStoreOptions { Path = args[0] });
        var epoch = await store.OpenEpochAsync(CancellationToken.None);
        while (true)
        {
            var jobs = Any.Jobs(2);
            _ = await store.EnqueueAsync(jobs, CancellationToken.None);
            var claim = new ClaimRequest(Any.NodeA, Any.Start, [new ClaimedJob(jobs[1].Id, 1)]);
            _ = await store.ClaimAsync(epoch, [claim], CancellationToken.None);
            await Console.Out.WriteLineAsync($"{jobs[0].Id} {jobs[1].Id}");
        }
    }
}
