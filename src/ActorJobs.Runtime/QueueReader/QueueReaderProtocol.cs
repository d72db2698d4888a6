using System.Collections.Immutable;
using ActorJobs.Operations;
using Akka.Actor;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>All that the queue reader accepts and answers.</summary>
public static class QueueReaderProtocol
{
    /// <summary>Jobs may have become ready or due; a hint that may be lost.</summary>
    /// <param name="Lanes">Lanes with new ready jobs.</param>
    /// <param name="EarliestDue">When the earliest of new waiting jobs is due; null for none.</param>
    public sealed record NoteReady(ImmutableArray<Lane> Lanes, DateTimeOffset? EarliestDue);

    /// <summary>A worker node's standing offer, repeated about once a second and when it changes.</summary>
    /// <param name="Report">What it says of itself.</param>
    /// <param name="Window">Jobs it takes at a time per priority and above, slots and read-ahead together.</param>
    /// <param name="Held">Jobs it holds.</param>
    /// <param name="Agent">Answers <see cref="Worker.WorkerProtocol.GetHeldJobs"/>.</param>
    public sealed record AnnounceWorker(WorkerReport Report, int Window, int Held, IActorRef Agent)
    {
        /// <summary>
        /// The node's sharded workers, by which it is handed jobs without asking where they are: they never move. Those of
        /// priorities that are missing are reached through their region.
        /// </summary>
        public ImmutableArray<WorkerAddress> Workers { get; init; } = [];
    }

    /// <summary>Outcomes of these jobs are durable; their places are free.</summary>
    /// <param name="Node">Where they ran.</param>
    /// <param name="Jobs">The jobs, each with the claim that has ended.</param>
    /// <param name="Lanes">Lanes with ready jobs because of them: retried at once, or enqueued by handlers.</param>
    /// <param name="Released">Lanes whose jobs went back to their old places.</param>
    /// <param name="EarliestDue">When the earliest retry or delayed child is due; null for none.</param>
    public sealed record JobsEnded(
        NodeId Node, ImmutableArray<EndedJob> Jobs, ImmutableArray<Lane> Lanes, ImmutableArray<Lane> Released,
        DateTimeOffset? EarliestDue);

    /// <summary>Hand nothing more to this node, for it stops; answered by <see cref="WorkerDraining"/>.</summary>
    /// <param name="Node">The node.</param>
    public sealed record DrainWorker(NodeId Node);

    /// <summary>Nothing more will be handed to the node (what is on its way excepted).</summary>
    /// <param name="Node">The node.</param>
    public sealed record WorkerDraining(NodeId Node);

    /// <summary>Pauses were changed in the store.</summary>
    public sealed record RefreshPauses
    {
        /// <summary>The one instance.</summary>
        public static RefreshPauses Instance { get; } = new();
    }

    /// <summary>What do you know? Answered by <see cref="ReaderStatus"/>.</summary>
    public sealed record GetStatus
    {
        /// <summary>The one instance.</summary>
        public static GetStatus Instance { get; } = new();
    }

    /// <summary>Sent by the singleton manager when another node takes over: stop claiming and end.</summary>
    public sealed record Stop
    {
        /// <summary>The one instance.</summary>
        public static Stop Instance { get; } = new();
    }
}
