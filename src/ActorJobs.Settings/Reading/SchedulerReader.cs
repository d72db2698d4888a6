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
            SchedulerSettings.DefaultInterval, SchedulerSettings.MinInterval, SchedulerSettings.MaxInterval));
    }
}
