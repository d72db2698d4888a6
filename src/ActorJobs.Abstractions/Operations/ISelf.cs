namespace ActorJobs.Operations;

/// <summary>This process as a member of the cluster.</summary>
public interface ISelf
{
    /// <summary>Its identity; null until it is up.</summary>
    NodeId? Node { get; }
}
