using Akka.Actor;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>Where a node's worker of one priority is.</summary>
/// <param name="Priority">The priority.</param>
/// <param name="Worker">The entity.</param>
public sealed record WorkerAddress(Priority Priority, IActorRef Worker);
