namespace ActorJobs.Cluster.Tests.History;

/// <summary>
/// The promises of the runtime, held against a history: every accepted job is final and succeeded, exactly what was
/// noted is what the store tells, and nothing ran again or at the same time but by the loss of its node.
/// </summary>
internal static class HistoryChecker
{
    private const int ShownFaults = 10;

    /// <summary>Checks all, prints the verdict in one line, and fails when a promise is broken.</summary>
    public static void ShouldHold(this JobHistory history, ITestOutputHelper output)
    {
        var faults = Faults(history).ToArray();
        output.WriteLine(Verdict(history, faults.Length));
        faults.Take(ShownFaults).ShouldBeEmpty($"{faults.Length} promises are broken; {Verdict(history, faults.Length)}");
    }

    /// <summary>One line: what was seen, and whether it may be.</summary>
    public static string Verdict(this JobHistory history, int faults)
    {
        var interrupted = history.Jobs.Where(job => job.Interruptions > 0).ToArray();
        var unheard = history.Jobs.Count - history.Accepted.Count;
        return $"HISTORY {(faults == 0 ? "OK" : $"BROKEN ({faults} faults)")}: {history.Accepted.Count} accepted, " +
            $"{history.Jobs.Count} stored ({unheard} whose answer was lost), " +
            $"{history.Jobs.Count(job => job.State == "succeeded")} succeeded; " +
            $"{history.Lives.Count(life => life.IsLost)} of {history.Lives.Count} processes lost, " +
            $"{interrupted.Sum(job => job.Interruptions)} attempts of {interrupted.Length} jobs interrupted; " +
            $"{history.Runs.Count} noted runs of {history.Runs.Select(run => run.Job).Distinct().Count()} jobs, " +
            $"{Overlaps(history).Count()} overlaps with runs of lost processes";
    }

    /// <summary>Each broken promise in a sentence; empty when all hold.</summary>
    public static IEnumerable<string> Faults(this JobHistory history) =>
        [.. Lost(history), .. Unfinished(history), .. Unexplained(history), .. NotAsNoted(history), .. RanBesideItself(history)];

    private static IEnumerable<string> Lost(JobHistory history)
    {
        var stored = history.Jobs.Select(job => job.Id).ToHashSet();
        return history.Accepted.Where(id => !stored.Contains(id)).Select(id => $"Job {id} was accepted and is lost.")
            .Concat(history.Jobs.GroupBy(job => job.Id).Where(jobs => jobs.Count() > 1)
                .Select(jobs => $"Job {jobs.Key} is listed {jobs.Count()} times."));
    }

    private static IEnumerable<string> Unfinished(JobHistory history) => history.Jobs
        .Where(job => job.State != "succeeded").Select(job => $"Job {job.Id} of type {job.Type} is {job.State}.");

    /// <summary>Every attempt but the last ended by the loss of the process it was on.</summary>
    private static IEnumerable<string> Unexplained(JobHistory history)
    {
        foreach (var job in history.Jobs)
        {
            if (job.Attempt != job.Errors.Length + 1)
            {
                yield return $"Job {job.Id} is at attempt {job.Attempt} with {job.Errors.Length} errors.";
            }
            foreach (var error in job.Errors.Where(error => !IsExplained(history, error)))
            {
                yield return $"Attempt {error.Attempt} of job {job.Id} on {error.Node} ended {error.Class} at {error.At:O} " +
                    $"without the loss of that node: {error.Message}";
            }
        }
    }

    private static bool IsExplained(JobHistory history, JobErrorView error) =>
        error.Class == "interrupted" && history.Lives.Any(life => life.LostAt <= error.At && IsOf(life, error.Node));

    /// <summary>The store names members with what tells their incarnations apart behind the address.</summary>
    private static bool IsOf(NodeLife life, string? node) =>
        node is not null && node.StartsWith(life.Address, StringComparison.Ordinal);

    private static IEnumerable<string> NotAsNoted(JobHistory history)
    {
        var lost = LostProcesses(history);
        var runs = history.Runs.ToLookup(run => run.Job);
        foreach (var job in history.Jobs.Where(job => job.Type == "exec"))
        {
            if (runs[job.Id].Count(run => run.Attempt == job.Attempt && run.End is not null) != 1)
            {
                yield return $"Job {job.Id} succeeded at attempt {job.Attempt}, which its handler did not note once.";
            }
            foreach (var run in runs[job.Id].Where(run => run.Attempt != job.Attempt && !lost.Contains(run.Process)))
            {
                yield return $"Attempt {run.Attempt} of job {job.Id} ran on process {run.Process}, which was not lost, " +
                    $"and yet the job succeeded at attempt {job.Attempt}.";
            }
        }
        foreach (var run in history.Runs.GroupBy(run => (run.Job, run.Attempt)).Where(same => same.Count() > 1))
        {
            yield return $"Attempt {run.Key.Attempt} of job {run.Key.Job} ran {run.Count()} times.";
        }
    }

    private static IEnumerable<string> RanBesideItself(JobHistory history)
    {
        var lost = LostProcesses(history);
        return Overlaps(history).Where(pair => !lost.Contains(pair.Earlier.Process)).Select(pair =>
            $"Attempts {pair.Earlier.Attempt} and {pair.Later.Attempt} of job {pair.Earlier.Job} ran at one moment, " +
            $"though process {pair.Earlier.Process} was not lost.");
    }

    /// <summary>
    /// A handler's command whose node was killed before the command had looked who started it noted the process that adopts
    /// orphans.
    /// </summary>
    private static HashSet<int> LostProcesses(JobHistory history)
    {
        var lost = history.Lives.Where(life => life.IsLost).Select(life => life.Process).ToHashSet();
        if (lost.Count > 0)
        {
            lost.Add(JournalRun.Adopter);
        }
        return lost;
    }

    private static IEnumerable<(JournalRun Earlier, JournalRun Later)> Overlaps(JobHistory history) =>
        from runs in history.Runs.GroupBy(run => run.Job)
        from earlier in runs
        from later in runs
        where earlier != later && earlier.Start <= later.Start && earlier.Overlaps(later)
        select (earlier, later);
}
