using System.Collections.Immutable;
using Akka.Actor;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>The readers of a queue as a node reaches them: one for each partition, in order of these.</summary>
/// <param name="readers">Proxies of them.</param>
internal sealed class QueueReaders(ImmutableArray<IActorRef> readers)
{
    /// <summary>Partitions of the queue.</summary>
    public int Count => readers.Length;

    /// <summary>The one that makes due jobs ready and speaks for all.</summary>
    public IActorRef First => readers[0];

    public IActorRef this[int partition] => readers[partition];

    /// <summary>Tells all.</summary>
    public void Tell(object message)
    {
        foreach (var reader in readers)
        {
            reader.Tell(message);
        }
    }

    /// <summary>Tells those of all other partitions.</summary>
    public void TellOthers(int than, object message)
    {
        for (var partition = 0; partition < readers.Length; partition++)
        {
            if (partition != than)
            {
                readers[partition].Tell(message);
            }
        }
    }
}
