namespace ActorJobs.Cluster.Tests.History;

/// <summary>One run of a job as its handler noted it.</summary>
/// <param name="Job">Id of the job.</param>
/// <param name="Attempt">Counted from 1.</param>
/// <param name="Process">Number of the node process that started it.</param>
/// <param name="Start">When the handler began.</param>
/// <param name="End">When it ended; null when it never did.</param>
internal sealed record JournalRun(string Job, int Attempt, int Process, DateTimeOffset Start, DateTimeOffset? End)
{
    /// <summary>The process that adopts those whose parent is gone.</summary>
    public const int Adopter = 1;

    /// <summary>True when both ran at one moment; a run without an end may still have gone on.</summary>
    public bool Overlaps(JournalRun later) => End is null || later.Start < End;
}
