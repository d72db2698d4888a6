using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>The way to the sharded reader of one partition, wherever it lives: the first message starts it.</summary>
internal sealed class ReaderDoorActor : UntypedActor
{
    private readonly IActorRef _region;
    private readonly string _reader;

    public ReaderDoorActor(IActorRef region, int partition)
    {
        _region = region;
        _reader = partition.ToString(CultureInfo.InvariantCulture);
    }

    public static Props Props(IActorRef region, int partition) =>
        Akka.Actor.Props.Create(() => new ReaderDoorActor(region, partition));

    protected override void OnReceive(object message) => _region.Forward(new ShardingEnvelope(_reader, message));
}
