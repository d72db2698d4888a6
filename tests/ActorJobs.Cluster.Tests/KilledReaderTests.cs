namespace ActorJobs.Cluster.Tests;

/// <summary>The node that decides what runs where is gone without a word.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "reader")]
public sealed class KilledReaderTests(ITestOutputHelper output)
{
    private const int Kills = 3;
    private const int Slots = 8;
    private const int SomeJobs = 200;
    private const int NotedEvery = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public Task Dispatch_goes_on_when_the_host_of_the_reader_is_killed() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync(
                NodePlan.Gateway("gate"), NodePlan.Worker("a", Slots), NodePlan.Worker("b", Slots), NodePlan.Worker("c", Slots));
            var journal = new RunJournal(cluster.Folder);
            var kills = new List<DateTimeOffset>();
            await using var flow = new Flow(cluster, batch: 2, Pause, n => Job(journal, n));
            for (var kill = 0; kill < Kills; kill++)
            {
                await flow.UntilAcceptedAsync(flow.Accepted.Count + SomeJobs);
                var victim = await cluster.ReaderAsync();
                var killed = await victim.KillAsync();
                kills.Add(killed);
                var first = await Eventually.GetAsync(
                    () => journal.Read().FirstOrDefault(run => run.Start > killed && run.Process != victim.Lives[^1].Process),
                    run => run is not null, "a job begins after the kill", Patience);
                output.WriteLine($"kill of {victim.Name}: the next noted job began after {first!.Start - killed}");
                await cluster.RestartAsync(victim);
            }
            await flow.UntilAcceptedAsync(flow.Accepted.Count + SomeJobs);
            await flow.StopAsync();

            var history = await JobHistory.OfAsync(cluster, flow.Accepted, journal);
            var gaps = kills.Select(kill => history.Jobs.Where(job => job.StartedAt < kill + Patience).LongestGap(kill));
            output.WriteLine($"Longest time without a start after a kill of the reader: {gaps.MedianAndMax()} kills.");
            history.ShouldHold(output);
        });

    private static object Job(RunJournal journal, int n) => n % NotedEvery == 0
        ? journal.Job(0)
        : new { type = "sleep", payload = new { ms = 20 }, maxRetries = 20 };
}
