using System.Collections.Immutable;
using System.Globalization;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Settings;
using ActorJobs.Stores;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Microsoft.Extensions.Logging;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Hosting;

/// <summary>
/// The queue's readers, of which some may live on this node. One is a cluster singleton; several are sharded, which spreads them
/// over the workers.
/// </summary>
internal sealed partial class NodeReaders
{
    /// <summary>How long a reader may take to say that it sends this node nothing more; a store that is away holds it up.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(3);

    private readonly ActorSystem _system;
    private readonly NodeSettings _settings;
    private readonly Func<Partition, Props> _reader;
    private readonly ILogger _logger;

    public NodeReaders(ActorSystem system, NodeSettings settings, Func<Partition, Props> reader, ILogger<NodeReaders> logger)
    {
        _system = system;
        _settings = settings;
        _reader = reader;
        _logger = logger;
        All = new QueueReaders(Count == 1 ? [system.Proxy(ClusterNames.Reader, ClusterNames.WorkerRole)] : Doors());
        AkkaCluster.Get(system).RegisterOnMemberUp(CheckCount);
    }

    /// <summary>How this node reaches them.</summary>
    public QueueReaders All { get; }

    private int Count => _settings.Cluster.QueuePartitions;

    /// <summary>Lets this node, which runs jobs, host the only one; several are hosted from the beginning.</summary>
    public void Start()
    {
        if (Count == 1)
        {
            _system.StartSingleton(
                ClusterNames.Reader, ClusterNames.WorkerRole, _reader(Partition.Whole), QueueReaderProtocol.Stop.Instance);
        }
    }

    /// <summary>Completes when all have said that they hand this node nothing more.</summary>
    /// <exception cref="AskTimeoutException">One does not answer.</exception>
    public Task DrainAsync(NodeId node) => Task.WhenAll(Enumerable.Range(0, Count).Select(partition =>
        All[partition].Ask<QueueReaderProtocol.WorkerDraining>(new QueueReaderProtocol.DrainWorker(node), DrainPatience)));

    private ImmutableArray<IActorRef> Doors()
    {
        var region = Region();
        return [.. Enumerable.Range(0, Count).Select(partition =>
            _system.ActorOf(ReaderDoorActor.Props(region, partition), $"{ClusterNames.Reader}-{partition}"))];
    }

    private IActorRef Region()
    {
        var sharding = ClusterSharding.Get(_system);
        var (name, role) = (ClusterNames.ReaderRegion(Count), ClusterNames.WorkerRole);
        if (!_settings.Worker.RunsJobs)
        {
            return sharding.StartProxy(name, role, new ReaderExtractor());
        }
        var settings = _system.ShardingSettings(role);
        return sharding.Start(
            name, index => _reader(new Partition(int.Parse(index, CultureInfo.InvariantCulture), Count)), settings,
            new ReaderExtractor(), sharding.DefaultShardAllocationStrategy(settings), QueueReaderProtocol.Stop.Instance);
    }

    private void CheckCount()
    {
        if (AkkaCluster.Get(_system).OldestWorker() is { } oldest && ClusterNames.PartitionsOf(oldest.Roles) is var count
            && count != Count)
        {
            LogPartedOtherwise(Count, oldest.Address.ToString(), count);
        }
    }

    [LoggerMessage(1721, LogLevel.Warning,
        "This node is set to QUEUE_PARTITIONS={Own}, the oldest worker {Node} to {Count}: this one gets no jobs while that one is " +
        "there; set all nodes alike")]
    private partial void LogPartedOtherwise(int own, string node, int count);
}
