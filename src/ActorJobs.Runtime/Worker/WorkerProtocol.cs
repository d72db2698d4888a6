using System.Collections.Immutable;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.Worker;

/// <summary>What the sharded worker of a node and priority, and the node's agent, accept and answer.</summary>
public static class WorkerProtocol
{
    /// <summary>A message for the worker on one node; the node's name is both shard and entity id.</summary>
    public interface IForNode
    {
        /// <summary>The node.</summary>
        NodeId Node { get; }
    }

    /// <summary>Run these claimed jobs. Repeating it does nothing.</summary>
    /// <param name="Node">The node they are claimed for.</param>
    /// <param name="Claim">Their claim.</param>
    /// <param name="Jobs">Jobs of one priority.</param>
    public sealed record AssignJobs(NodeId Node, ClaimId Claim, ImmutableArray<ReadyJob> Jobs) : IForNode
    {
        /// <summary>Index of the partition whose reader hands them out and is told of their ends.</summary>
        public int Partition { get; init; }
    }

    /// <summary>Fire the token of a job that runs or waits there; answered by <see cref="CancelNoted"/>.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Job">The job.</param>
    public sealed record CancelJob(NodeId Node, JobId Job) : IForNode;

    /// <summary>The cancel arrived.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Found">False when the node does not hold it any more.</param>
    public sealed record CancelNoted(JobId Job, bool Found);

    /// <summary>Start the worker before the first job needs it; answered by <see cref="Worker.Warmed"/>.</summary>
    /// <param name="Node">The node.</param>
    public sealed record Warm(NodeId Node) : IForNode;

    /// <summary>Which jobs of a partition does the node hold? To its agent; answered by <see cref="HeldJobs"/>.</summary>
    /// <param name="Partition">Index of the partition.</param>
    public sealed record GetHeldJobs(int Partition);

    /// <summary>Claimed jobs whose outcome is not durable yet.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Jobs">In no order.</param>
    public sealed record HeldJobs(NodeId Node, ImmutableArray<JobId> Jobs);
}
