namespace ActorJobs.Cluster.Tests.Driving;

/// <summary>A member as the gateway shows it.</summary>
internal sealed record MemberView(string Address, string Status, int? Slots, int? Running);

/// <summary>The members as the gateway shows them.</summary>
internal sealed record MembersView(MemberView[] Nodes)
{
    public override string ToString() => string.Join(", ", Nodes.Select(node => $"{node.Address} {node.Status}"));
}

/// <summary>Waiting jobs that no worker takes.</summary>
internal sealed record UnroutableView(string Type, long Count);

/// <summary>The queue in numbers as the gateway shows it.</summary>
internal sealed record StatsView(
    Dictionary<string, long> ByState, Dictionary<string, long> Depth, UnroutableView[] Unroutable, string? Reader)
{
    /// <summary>Jobs that are not final.</summary>
    public long Live => ByState.Where(state => state.Key is not ("succeeded" or "failed" or "cancelled"))
        .Sum(state => state.Value);
}
