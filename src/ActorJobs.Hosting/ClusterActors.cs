using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;

namespace ActorJobs.Hosting;

/// <summary>How actors are started of which the cluster has one, or one of a name.</summary>
internal static class ClusterActors
{
    /// <summary>
    /// A singleton need not wait until its removed predecessor has surely noticed: the store's epoch fences the reader, the numbers
    /// of its events the scheduler. Zero would mean the default, which is as long as the split brain resolver waits.
    /// </summary>
    private static readonly TimeSpan NoMargin = TimeSpan.FromMilliseconds(1);

    extension(ActorSystem system)
    {
        /// <summary>Lets this node host the one actor of its name.</summary>
        public void StartSingleton(string name, string role, Props props, object stop) => system.ActorOf(
            ClusterSingletonManager.Props(
                props, stop, ClusterSingletonManagerSettings.Create(system).WithRole(role).WithRemovalMargin(NoMargin)),
            name);

        /// <summary>The way to a singleton, wherever it lives.</summary>
        public IActorRef Proxy(string name, string role) => system.ActorOf(
            ClusterSingletonProxy.Props($"/user/{name}", ClusterSingletonProxySettings.Create(system).WithRole(role)),
            name + "-proxy");

        /// <summary>For shards that live on nodes of a role.</summary>
        public ClusterShardingSettings ShardingSettings(string role)
        {
            var settings = ClusterShardingSettings.Create(system).WithRole(role);
            return settings.WithCoordinatorSingletonSettings(
                settings.CoordinatorSingletonSettings.WithRemovalMargin(NoMargin));
        }
    }
}
