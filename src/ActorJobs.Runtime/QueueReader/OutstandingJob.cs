using ActorJobs.Stores;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>A job that is planned for, claimed for or running on a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Lane">Its priority and type.</param>
/// <param name="Attempt">Number of the attempt.</param>
/// <param name="ConcurrencyKey">Its key, if any.</param>
/// <param name="Interruptions">How many of its attempts ended with their node.</param>
/// <param name="Claim">Its claim; null while that is being made.</param>
/// <param name="Since">When it was planned.</param>
internal readonly record struct OutstandingJob(
    NodeId Node, Lane Lane, int Attempt, string? ConcurrencyKey, int Interruptions,
    ClaimId? Claim, DateTimeOffset Since)
{
    public Priority Priority => Lane.Priority;

    public static OutstandingJob Of(ReadyJob job, NodeId node, DateTimeOffset now) =>
        new(node, job.Lane, job.NextAttempt, job.ConcurrencyKey, job.Interruptions, null, now);
}
