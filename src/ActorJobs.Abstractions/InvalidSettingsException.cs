using System.Collections.Immutable;

namespace ActorJobs;

/// <summary>The settings of a process are not valid; it does not start.</summary>
/// <param name="faults">Every fault, as whole sentences.</param>
public sealed class InvalidSettingsException(ImmutableArray<string> faults)
    : ActorJobsException("The settings are not valid: " + string.Join(' ', faults))
{
    /// <summary>Every fault, as whole sentences.</summary>
    public ImmutableArray<string> Faults { get; } = faults;
}
