using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Operations;

/// <summary>Ends the attempts of a node that is gone.</summary>
internal static class Recovering
{
    /// <summary>Ends every attempt that stands claimed for the node by the epoch's partition.</summary>
    public static RecoveryResult Run(
        StoreTables tables, (ReaderEpoch Epoch, NodeId Node, DateTimeOffset Now) call)
    {
        tables.RequireNewest(call.Epoch);
        var found = new Found();
        foreach (var claim in tables.Claims.Of(call.Node, call.Epoch.Partition))
        {
            foreach (var job in tables.Claims.StandingOf(claim))
            {
                tables.Claims.Remove(job.Id);
                // The claim stands, so the row is there.
                EndAttempt(tables, claim, job, tables.Jobs.Head(job.Id)!, call.Now, found);
            }
        }
        return new RecoveryResult(
            [.. found.Ready], [.. found.Failed], [.. found.Cancelled],
            [.. found.Lanes.Select(lane => tables.Lanes[lane]).OrderBy(lane => lane.Priority)]);
    }

    private static void EndAttempt(
        StoreTables tables, StandingClaim claim, ClaimedJob job, JobHead head, DateTimeOffset now, Found found)
    {
        var node = claim.Node.Address;
        var errors = StoredForms.AppendError(head.Errors, new JobError(
            job.Attempt, now, ErrorClass.Interrupted, $"The node {node} was lost while this attempt ran.", Node: node));
        var hasAttempts = job.Attempt - head.RetryBase <= head.MaxRetries;
        if (hasAttempts && !head.CancelRequested)
        {
            // Keeps its position: it was at the front before.
            tables.Jobs.EndAttempt(head.Id, new AttemptEnd(
                JobState.Ready, head.Position, now, job.Attempt, Interruptions: 1, claim.At, node, errors));
            tables.Counts.Move(head.Lane, JobState.Running, JobState.Ready);
            found.Ready.Add(head.Id);
            _ = found.Lanes.Add(head.Lane);
            return;
        }
        var state = head.CancelRequested ? JobState.Cancelled : JobState.Failed;
        Ending.End(tables, head.Id, head.Lane, JobState.Running, head.UniqueKey, new JobEnd
        {
            State = state,
            At = now,
            Used = job.Attempt,
            Interruptions = 1,
            StartedAt = claim.At,
            Node = node,
            Errors = errors,
        });
        (state == JobState.Failed ? found.Failed : found.Cancelled).Add(head.Id);
    }

    private sealed class Found
    {
        public List<JobId> Ready { get; } = [];

        public List<JobId> Failed { get; } = [];

        public List<JobId> Cancelled { get; } = [];

        public HashSet<long> Lanes { get; } = [];
    }
}
