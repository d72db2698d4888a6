namespace ActorJobs.Settings.Reading;

/// <summary>The mode, and whether it can be relied on: rules that depend on a misspelt mode would only
/// mislead.</summary>
internal readonly record struct ChosenMode(WorkerMode Mode, bool IsKnown);

internal static class ModeReader
{
    public static ChosenMode Read(SettingsSource source, NodeKind kind)
    {
        // A process that is told whom to join is one of several, so it is not the single process that thin stands for.
        var isAlone = kind == NodeKind.AllInOne && !source.IsSet(SettingNames.ClusterSeeds);
        var modes = KindRules.Modes(kind);
        var usual = isAlone ? WorkerMode.Thin : modes.Contains(WorkerMode.Default) ? WorkerMode.Default : modes[0];
        var faultsBefore = source.Faults.Count;
        var mode = source.Word(SettingNames.WorkerMode, usual, modes, WorkerModes.ToName);
        return new ChosenMode(mode, source.Faults.Count == faultsBefore);
    }
}
