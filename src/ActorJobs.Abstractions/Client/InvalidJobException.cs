using System.Collections.Immutable;

namespace ActorJobs.Client;

/// <summary>A job breaks one or more rules; nothing was enqueued.</summary>
/// <param name="faults">Every fault, as whole sentences.</param>
public sealed class InvalidJobException(ImmutableArray<string> faults)
    : ActorJobsException(string.Join(' ', faults))
{
    /// <summary>Every fault, as whole sentences.</summary>
    public ImmutableArray<string> Faults { get; } = faults;
}
