namespace ActorJobs.Settings.Reading;

internal static class SchedulerReader
{
    public static SchedulerSettings Read(SettingsSource source, ChosenMode mode, NodeKind kind)
    {
        var enabled = source.Flag(
            SettingNames.EnableScheduler, mode.Mode != WorkerMode.GatewayOnly && kind != NodeKind.Worker);
        if (mode is { IsKnown: true, Mode: WorkerMode.SchedulerOnly } && !enabled)
        {
            source.Refuse(SettingNames.EnableScheduler,
                "not be false when WORKER_MODE is 'scheduler-only'", "unset it or choose another WORKER_MODE");
        }
        return new SchedulerSettings(enabled, source.Duration(SettingNames.SchedulerInterval,
            SchedulerSettings.DefaultInterval, SchedulerSettings.MinInterval, SchedulerSettings.MaxInterval),
            source.Read<string?>(SettingNames.SchedulesFile, null, TryParseFile,
                "be the path of a file that can be read", "correct it or unset it"));
    }

    private static bool TryParseFile(string text, out string? value)
    {
        value = text;
        return File.Exists(text);
    }
}
