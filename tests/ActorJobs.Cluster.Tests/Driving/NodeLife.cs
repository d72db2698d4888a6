namespace ActorJobs.Cluster.Tests.Driving;

/// <summary>One process of a node, from its start to its end.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Address"><c>host:port</c> by which the cluster knows it.</param>
/// <param name="Process">Its number, unique among the lives of a test.</param>
internal sealed record NodeLife(string Node, string Address, int Process)
{
    /// <summary>When it was killed or first frozen: from then on the cluster may have taken its jobs back.</summary>
    public DateTimeOffset? LostAt { get; private set; }

    public bool IsLost => LostAt is not null;

    public void Lose() => LostAt ??= DateTimeOffset.UtcNow;
}
