using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ActorJobs.Settings;

/// <summary>What reading the settings came to: settings, or all faults.</summary>
/// <param name="Settings">The settings; null when there are faults.</param>
/// <param name="Faults">All faults; empty when there are settings.</param>
/// <param name="Warnings">Whole sentences on what is allowed but likely a mistake; to be logged once.</param>
public sealed record SettingsReading(NodeSettings? Settings, SettingsFaults Faults, ImmutableArray<string> Warnings)
{
    /// <summary>True when there are settings.</summary>
    [MemberNotNullWhen(true, nameof(Settings))]
    public bool IsValid => Settings is not null;
}
