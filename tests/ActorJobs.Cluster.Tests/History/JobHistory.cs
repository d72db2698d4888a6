namespace ActorJobs.Cluster.Tests.History;

/// <summary>All that is known of a test's jobs once nothing is left to do.</summary>
/// <param name="Accepted">Ids that a gateway said are durable.</param>
/// <param name="Jobs">What the store tells.</param>
/// <param name="Runs">What the handlers noted.</param>
/// <param name="Lives">Every node process there was.</param>
internal sealed record JobHistory(
    IReadOnlyCollection<string> Accepted, IReadOnlyList<JobView> Jobs, IReadOnlyList<JournalRun> Runs,
    IReadOnlyList<NodeLife> Lives)
{
    /// <summary>Waits until every job is final, and gathers.</summary>
    public static async Task<JobHistory> OfAsync(
        NodeCluster cluster, IReadOnlyCollection<string> accepted, RunJournal journal, TimeSpan? within = null)
    {
        await cluster.UntilDoneAsync(within);
        var jobs = await cluster.Api.JobsAsync();
        return new JobHistory(accepted, jobs, journal.Read(), [.. cluster.Nodes.SelectMany(node => node.Lives)]);
    }
}
