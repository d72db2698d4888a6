namespace ActorJobs.Node.Tests;

/// <summary>A node whose machine's clock is wrong; libfaketime makes it so for a whole process.</summary>
[Collection(NodeCollection.Name)]
public sealed class ClockSkewTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FarLess = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("+1h", TestStore.Postgres)]
    [InlineData("-1h", TestStore.Postgres)]
    [InlineData("+1h", TestStore.Redis)]
    public async Task The_stores_clock_decides_what_is_due(string skew, TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(
            output, store, ("LD_PRELOAD", Library()), ("FAKETIME", skew), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"));
        node.Log.Find("The store's clock is").ShouldNotBeNull();
        var asked = TimeProvider.System.GetUtcNow();

        var id = await node.Api.EnqueueAsync(new { type = "echo", payload = new { }, delay = "2s" });
        var job = await node.Api.JobInAsync(id, "succeeded");

        (job.StartedAt!.Value - asked).ShouldBeGreaterThanOrEqualTo(Delay - TimeSpan.FromSeconds(1));
        (job.FinishedAt!.Value - asked).ShouldBeLessThan(FarLess);
    }

    private static string Library() =>
        Directory.GetDirectories("/usr/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketime.so.1"))
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("This test needs Debian's package libfaketime; tests/run.sh installs it.");
}
