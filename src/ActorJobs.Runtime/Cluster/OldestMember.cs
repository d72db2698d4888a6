using Akka.Cluster;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Runtime.Cluster;

/// <summary>Whose word counts among the workers of a cluster.</summary>
internal static class OldestMember
{
    extension(AkkaCluster cluster)
    {
        /// <summary>The oldest worker that is up or about to leave; null when there is none.</summary>
        public Member? OldestWorker()
        {
            Member? oldest = null;
            foreach (var member in cluster.State.Members)
            {
                if (member.HasRole(ClusterNames.WorkerRole) && member.Status is (MemberStatus.Up or MemberStatus.Leaving)
                    && (oldest is null || member.IsOlderThan(oldest)))
                {
                    oldest = member;
                }
            }
            return oldest;
        }
    }
}
