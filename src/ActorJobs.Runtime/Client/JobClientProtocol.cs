using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.Client;

/// <summary>What the client actor accepts and answers: enqueue for actors, without the HTTP gateway.</summary>
public static class JobClientProtocol
{
    /// <summary>Answers of the client actor.</summary>
    public interface IReply;

    /// <summary>Enqueue these jobs, all or none. Answered by one of the replies, once the jobs are durable.</summary>
    /// <param name="Jobs">
    /// At least one. From another node at most <see cref="EnqueueParts.MaxBytes"/> all together, or the message may
    /// not be sent and no answer comes: <see cref="EnqueueParts.Split"/> cuts them.
    /// </param>
    /// <param name="Trace">Where the caller stands in a trace, as a W3C <c>traceparent</c>; null when it is not recorded.</param>
    public sealed record Enqueue(ImmutableArray<JobRequest> Jobs, string? Trace = null);

    /// <summary>All are durable.</summary>
    /// <param name="Results">One per job, in order.</param>
    public sealed record Enqueued(ImmutableArray<EnqueueResult> Results) : IReply;

    /// <summary>A job breaks a rule; none was enqueued.</summary>
    /// <param name="Faults">Every fault, as whole sentences.</param>
    public sealed record Rejected(ImmutableArray<string> Faults) : IReply;

    /// <summary>
    /// The store is busy or away; it is unknown whether the jobs were enqueued. Repeat with the same ids.
    /// </summary>
    /// <param name="Reason">What failed.</param>
    /// <param name="RetryAfter">When to try again.</param>
    /// <param name="IsBusy">
    /// True when too many writes wait and nothing was enqueued; false also from nodes of releases before 0.2.
    /// </param>
    public sealed record Unavailable(string Reason, TimeSpan RetryAfter, bool IsBusy = false) : IReply;

    /// <summary>Asks what the node takes; a client outside of the cluster begins with it. Answered by
    /// <see cref="Limits"/>.</summary>
    public sealed record GetLimits
    {
        private GetLimits()
        {
        }

        /// <summary>The only one.</summary>
        public static GetLimits Instance { get; } = new();
    }

    /// <summary>What the node takes.</summary>
    /// <param name="MaxPayloadBytes">Its MAX_PAYLOAD_BYTES, of a payload in plain.</param>
    public sealed record Limits(int MaxPayloadBytes) : IReply;
}
