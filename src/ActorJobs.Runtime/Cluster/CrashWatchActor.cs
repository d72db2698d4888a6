using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using Microsoft.Extensions.Logging;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Runtime.Cluster;

/// <summary>
/// Downs members whose process has ended, without waiting for the failure detector: a crashed process's connections break at
/// once and its port refuses new ones, while a node that is cut off or busy stays silent. Silence is left to the failure
/// detector and the split brain resolver.
/// </summary>
internal sealed partial class CrashWatchActor : ReceiveActor
{
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly HashSet<UniqueAddress> _probing = [];
    private readonly CrashWatchSettings _settings;
    private readonly ILogger _logger;

    public CrashWatchActor(CrashWatchSettings settings, ILogger<CrashWatchActor> logger)
    {
        _settings = settings;
        _logger = logger;
        Receive<DisassociatedEvent>(lost => Suspect(lost.RemoteAddress));
        Receive<AssociationErrorEvent>(lost => Suspect(lost.RemoteAddress));
        Receive<ClusterEvent.UnreachableMember>(lost => Suspect(lost.Member.Address));
        Receive<Probed>(OnProbed);
    }

    public static Props Props(CrashWatchSettings settings, ILogger<CrashWatchActor> logger) =>
        Akka.Actor.Props.Create(() => new CrashWatchActor(settings, logger));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(ClusterEvent.UnreachableMember));
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _cluster.Unsubscribe(Self);
    }

    // A member that leaves ends its connections in order, and one that is down is on its way out.
    private static bool MayCrash(Member member) => member.Status is not (MemberStatus.Exiting or MemberStatus.Down or MemberStatus.Removed);

    private void Suspect(Address address)
    {
        var member = _cluster.State.Members.FirstOrDefault(member => member.Address.Equals(address));
        if (member is null || !MayCrash(member) || address.Equals(_cluster.SelfAddress)
            || address.Host is not { } host || address.Port is not { } port || !_probing.Add(member.UniqueAddress))
        {
            return;
        }
        ProbeAsync().PipeTo(Self);

        async Task<Probed> ProbeAsync() =>
            new(member.UniqueAddress, await PortProbe.IsRefusedAsync(host, port, _settings));
    }

    private void OnProbed(Probed probed)
    {
        _probing.Remove(probed.Node);
        if (probed.IsRefused
            && _cluster.State.Members.Any(member => member.UniqueAddress.Equals(probed.Node) && MayCrash(member)))
        {
            LogCrashed(probed.Node.Address.ToString());
            CrashAwareFailureDetector.Tell(_cluster, probed.Node.Address);
            _cluster.Down(probed.Node.Address);
        }
    }

    [LoggerMessage(1621, LogLevel.Warning,
        "{Address} refuses connections: its process has ended. It is taken out of the cluster and its jobs run again.")]
    private partial void LogCrashed(string address);

    private sealed record Probed(UniqueAddress Node, bool IsRefused);
}
