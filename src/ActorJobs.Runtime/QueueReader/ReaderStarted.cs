using Akka.Actor;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>
/// Tells the agent of the reader's own node, within the node, that the reader has started, and is the sender. Whoever reaches the
/// reader by its cluster-wide name finds it a moment later, which would delay the first job of a node that starts alone.
/// </summary>
/// <param name="Partition">Index of its partition.</param>
internal sealed record ReaderStarted(int Partition) : INoSerializationVerificationNeeded;
