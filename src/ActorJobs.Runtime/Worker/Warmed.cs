using Akka.Actor;

namespace ActorJobs.Runtime.Worker;

/// <summary>Answers <see cref="WorkerProtocol.Warm"/> within the node: the worker has started, and is the sender.</summary>
/// <param name="Priority">Which of the node's workers.</param>
internal sealed record Warmed(Priority Priority) : INoSerializationVerificationNeeded;
