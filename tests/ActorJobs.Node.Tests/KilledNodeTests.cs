using System.Globalization;

namespace ActorJobs.Node.Tests;

/// <summary>What the end of a process without any warning leaves behind.</summary>
[Collection(NodeCollection.Name)]
public sealed class KilledNodeTests(ITestOutputHelper output)
{
    private const int Jobs = 2000;
    private const int CommandEvery = 4;
    private const int Kills = 3;
    private const string Note = "echo $ACTORJOBS_JOB_ID $ACTORJOBS_ATTEMPT >> \"$0\"";
    private const int Slots = 10;

    /// <summary>
    /// Jobs whose command may have run before a kill while nothing of it was recorded: those in the slots, and those
    /// that had ended while the transaction before theirs was committed, in which time every slot may end a few more.
    /// </summary>
    private const int UnrecordedAtKill = 3 * Slots;

    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Three_kills_in_the_middle_of_mixed_jobs_lose_none_and_complete_none_twice(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(
            output, store, ("EXEC_JOB_COMMANDS", "sh"), ("WORKER_CONCURRENCY", $"{Slots}"));
        var file = Path.Combine(node.Folder.FullName, "runs");
        var ids = await node.Api.EnqueueManyAsync(Enumerable.Range(0, Jobs).Select(n => Mixed(n, file)));
        for (var kill = 1; kill <= Kills; kill++)
        {
            var enough = Jobs / CommandEvery * kill / (Kills + 1);
            await Eventually.GetAsync(() => Runs(file).Count, runs => runs >= enough, $"{enough} commands ran");
            await node.KillAsync();
            await node.StartAsync();
        }

        await node.Api.UntilSucceededAsync(Jobs);
        var jobs = await node.Api.JobsAsync();
        jobs.Select(job => job.Id).ShouldBe(ids, ignoreOrder: true);
        jobs.ShouldAllBe(job => job.State == "succeeded" && job.Errors.All(error => error.Class == "interrupted"));
        jobs.ShouldAllBe(job => job.Attempt == job.Interruptions + 1);
        (await node.Api.CountAsync("succeeded")).ShouldBe(Jobs);
        ShouldHaveRunAgainOnlyWhenInterrupted(jobs, Runs(file));
        await ShouldStayFinishedAsync(node, jobs);
    }

    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Job_that_kills_its_process_fails_after_its_attempts_and_the_jobs_beside_it_complete(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store);
        var beside = await node.Api.EnqueueManyAsync(Enumerable.Range(0, 40).Select(_ => Sleep(100)));
        var crash = await node.Api.EnqueueAsync(new { type = "crash", payload = new { }, maxRetries = 2 });
        var after = await node.Api.EnqueueManyAsync(Enumerable.Range(0, 40).Select(_ => Sleep(100)));

        for (var crashes = 1; crashes <= 3; crashes++)
        {
            (await node.ExitCodeAsync()).ShouldNotBe(0);
            output.WriteLine($"The process went down {crashes} times.");
            if (crashes < 3)
            {
                node.Begin(); // The job may take it down before it listens.
            }
        }
        await node.StartAsync();

        var failed = await node.Api.JobInAsync(crash, "failed");
        failed.Attempt.ShouldBe(3);
        failed.Errors.Select(error => (error.Attempt, error.Class))
            .ShouldBe([(1, "interrupted"), (2, "interrupted"), (3, "interrupted")]);
        await node.Api.UntilSucceededAsync(beside.Length + after.Length);
        (await node.Api.JobsAsync("&type=sleep")).ShouldAllBe(job => job.State == "succeeded");
        (await node.Api.CountAsync("failed")).ShouldBe(1);
    }

    private static object Sleep(int ms) => new { type = "sleep", payload = new { ms } };

    /// <summary>
    /// One of four is a command that notes its job and attempt; the others sleep 5 to 50 ms or do nothing.
    /// </summary>
    private static object Mixed(int n, string file) => (n % CommandEvery) switch
    {
        0 => new
        {
            type = "exec",
            payload = new { command = "sh", args = new[] { "-c", Note, file } },
        },
        1 => new { type = "echo", payload = new { n } },
        _ => Sleep(5 + (n * 7 % 46)),
    };

    private static List<(string Id, int Attempt)> Runs(string file) => !File.Exists(file) ? [] :
        [.. File.ReadAllLines(file).Select(line => line.Split(' '))
            .Select(words => (words[0], int.Parse(words[1], CultureInfo.InvariantCulture)))];

    private void ShouldHaveRunAgainOnlyWhenInterrupted(List<JobView> jobs, List<(string Id, int Attempt)> runs)
    {
        var commands = jobs.Where(job => job.Type == "exec").ToDictionary(job => job.Id);
        runs.ShouldBeUnique(); // no attempt ran twice
        runs.Select(run => run.Id).Distinct().ShouldBe(commands.Keys, ignoreOrder: true);
        runs.ShouldAllBe(run => run.Attempt <= commands[run.Id].Attempt);
        var again = runs.Count - commands.Count;
        output.WriteLine($"{Jobs} jobs, {Kills} kills: {jobs.Sum(job => job.Interruptions)} attempts interrupted, " +
            $"{again} commands ran again, {commands.Values.Sum(job => job.Interruptions)} of the commands were interrupted.");
        again.ShouldBeLessThanOrEqualTo(commands.Values.Sum(job => job.Interruptions));
        again.ShouldBeLessThanOrEqualTo(Kills * UnrecordedAtKill);
    }

    /// <summary>What is final stays so over one more start.</summary>
    private static async Task ShouldStayFinishedAsync(NodeProcess node, List<JobView> jobs)
    {
        await node.KillAsync();
        await node.StartAsync();
        var marker = await node.Api.EnqueueAsync(new { type = "echo", payload = new { }, tags = new[] { "marker" } });
        await node.Api.JobInAsync(marker, "succeeded");
        var later = (await node.Api.JobsAsync()).Where(job => job.Id != marker);
        later.Select(job => (job.Id, job.State, job.Attempt, job.FinishedAt))
            .ShouldBe(jobs.Select(job => (job.Id, job.State, job.Attempt, job.FinishedAt)), ignoreOrder: true);
    }
}
