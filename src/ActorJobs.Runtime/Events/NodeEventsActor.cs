using ActorJobs.Operations;
using ActorJobs.Runtime.Cluster;
using Akka.Actor;
using Akka.Cluster;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Runtime.Events;

/// <summary>Shows changes of membership to whoever watches this process.</summary>
internal sealed class NodeEventsActor : ReceiveActor
{
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);

    public NodeEventsActor(JobEventHub events, TimeProvider time)
    {
        Receive<ClusterEvent.IMemberEvent>(changed => Show(changed.Member, changed.Member.Status.ToString()));
        Receive<ClusterEvent.UnreachableMember>(gone => Show(gone.Member, "unreachable"));
        Receive<ClusterEvent.ReachableMember>(back => Show(back.Member, back.Member.Status.ToString()));

        void Show(Member member, string status) => events.Publish([new JobEvent.NodeChanged(
            member.UniqueAddress.ToNodeId(), status.ToLowerInvariant(), time.GetUtcNow())]);
    }

    public static Props Props(JobEventHub events, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new NodeEventsActor(events, time));

    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
        typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);
}
