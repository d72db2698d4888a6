using System.Globalization;

namespace ActorJobs.Cluster.Tests;

/// <summary>What the cluster does when one of its workers is gone without a word.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "kill")]
public sealed class KilledWorkerTests(ITestOutputHelper output)
{
    private const int Slots = 8;
    private const int Jobs = 12;
    private const double JobSeconds = 4;
    private static readonly int Kills = Figures.Asked("ACTORJOBS_KILLS", 4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Workers = ["a", "b", "c"];

    /// <summary>The jobs are long, so that those of the killed node are known: all that had begun there.</summary>
    [Fact]
    public Task Long_jobs_of_a_killed_worker_start_again_on_the_others() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync([NodePlan.Gateway("gate"), .. Workers.Select(name => NodePlan.Worker(name, Slots))]);
            var journal = new RunJournal(cluster.Folder);
            var (accepted, waits) = (new List<string>(), new List<TimeSpan>());
            for (var kill = 0; kill < Kills; kill++)
            {
                var victim = cluster[Workers[kill % Workers.Length]];
                var ids = await cluster.Api.EnqueueManyAsync(Enumerable.Range(0, Jobs).Select(_ => journal.Job(JobSeconds)));
                accepted.AddRange(ids);
                waits.AddRange(await KillAsync(cluster, victim, journal, ids));
                await cluster.UntilDoneAsync();
                await cluster.RestartAsync(victim);
            }
            new ChaosReport(output).WriteLine($"{Kills} kills; from kill -9 to the new start of a job elsewhere: {waits.MedianAndMax()} jobs.");
            (await JobHistory.OfAsync(cluster, accepted, journal)).ShouldHold(output);
        });

    /// <returns>How long each job of the killed node waited until it ran again.</returns>
    private async Task<TimeSpan[]> KillAsync(
        NodeCluster cluster, ClusterNode victim, RunJournal journal, string[] ids)
    {
        var runs = await Eventually.GetAsync(
            () => Of(journal, ids), runs => runs.Length == ids.Length, "all jobs run", Patience);
        var theirs = runs.Where(run => run.Process == victim.Lives[^1].Process).Select(run => run.Job).ToHashSet();
        theirs.ShouldNotBeEmpty("the killed node was to have jobs");
        var isReader = await cluster.ReaderAsync() == victim;
        var killed = await victim.KillAsync();
        var again = await Eventually.GetAsync(
            () => Of(journal, ids).Where(run => run.Attempt == 2).ToArray(), again => again.Length >= theirs.Count,
            "the jobs of the killed node run again", Patience);
        again.Select(run => run.Job).ShouldBe(theirs, ignoreOrder: true);
        var waits = again.Select(run => run.Start - killed).ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"kill of {victim.Name}{(isReader ? " (hosts the reader)" : "")}: {waits.MedianAndMax()} jobs"));
        return waits;
    }

    private static JournalRun[] Of(RunJournal journal, string[] ids) =>
        [.. journal.Read().Where(run => ids.Contains(run.Job))];
}
