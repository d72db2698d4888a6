using System.Globalization;

namespace ActorJobs.Node.Tests.StoreFailures;

/// <summary>What must be true of the whole history once a failure is over.</summary>
internal static class Invariants
{
    /// <summary>Waits until nothing is left to do, then checks.</summary>
    public static async Task ShouldHoldAsync(NodeProcess node, Load load, ITestOutputHelper output)
    {
        await Eventually.GetAsync(() => LiveAsync(node.Api), live => live == 0, "every job has ended");
        var jobs = await node.Api.JobsAsync();
        var runs = Runs(Load.FileOf(node));
        Describe(jobs, runs, load, output);
        foreach (var line in node.Log.Lines.Where(line => line.Contains(" fail: ", StringComparison.Ordinal)).Take(5))
        {
            output.WriteLine(line);
        }

        load.Other.ShouldBeEmpty();
        load.Accepted.ShouldBeUnique();
        load.Accepted.Except(jobs.Select(job => job.Id)).ShouldBeEmpty("jobs were accepted and are lost");
        jobs.Select(job => job.Tags.Single()).ShouldBeUnique("a request was stored twice");
        jobs.Where(job => job.State != "succeeded").ShouldBeEmpty();
        jobs.Where(job => job.Attempt != job.Errors.Length + 1).ShouldBeEmpty("an attempt is not accounted for");
        jobs.SelectMany(job => job.Errors).Where(error => error.Class != "interrupted").ShouldBeEmpty();
        ShouldHaveRunOnce(jobs, runs);
        (await node.Api.CountAsync("succeeded")).ShouldBe(jobs.Count);
    }

    private static void ShouldHaveRunOnce(List<JobView> jobs, List<(string Id, int Attempt)> runs)
    {
        var commands = jobs.Where(IsNoted).ToDictionary(job => job.Id);
        runs.ShouldBeUnique("an attempt ran twice");
        runs.Select(run => run.Id).Distinct().ShouldBe(commands.Keys, ignoreOrder: true);
        runs.ShouldAllBe(run => run.Attempt <= commands[run.Id].Attempt);
        commands.Values.Where(job => !runs.Contains((job.Id, job.Attempt))).ShouldBeEmpty("a success without a run");
    }

    /// <summary>A command of the load; those of a test's own note elsewhere.</summary>
    private static bool IsNoted(JobView job) => job.Type == "exec" && job.Tags[0].StartsWith('r');

    private static async Task<long> LiveAsync(NodeApi api)
    {
        var states = (await api.GetAsync("/api/v1/stats")).GetProperty("byState").EnumerateObject()
            .ToDictionary(state => state.Name, state => state.Value.GetInt64());
        return states.Where(state => state.Key is not ("succeeded" or "failed" or "cancelled"))
            .Sum(state => state.Value);
    }

    private static List<(string Id, int Attempt)> Runs(string file) => !File.Exists(file) ? [] :
        [.. File.ReadAllLines(file).Select(line => line.Split(' '))
            .Select(words => (words[0], int.Parse(words[1], CultureInfo.InvariantCulture)))];

    private static void Describe(
        List<JobView> jobs, List<(string Id, int Attempt)> runs, Load load, ITestOutputHelper output)
    {
        var commands = jobs.Count(IsNoted);
        output.WriteLine($"{load.Sent} jobs sent, {load.Accepted.Count} accepted, {jobs.Count} stored; " +
            $"{load.Refused} requests refused, {load.Other.Count} other answers, " +
            $"slowest {load.Slowest.TotalSeconds:0.0} s; " +
            $"{jobs.Sum(job => job.Interruptions)} attempts interrupted; {runs.Count} runs of {commands} commands.");
    }
}
