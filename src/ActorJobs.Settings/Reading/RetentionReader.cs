namespace ActorJobs.Settings.Reading;

internal static class RetentionReader
{
    public static RetentionSettings Read(SettingsSource source) => new(
        source.Duration(SettingNames.RetainSucceeded, RetentionSettings.DefaultSucceeded,
            TimeSpan.Zero, TimeSpan.FromDays(3650)),
        source.Number(SettingNames.RetainFailedCount, RetentionSettings.DefaultFailedCount,
            0, RetentionSettings.MaxFailedCount),
        source.Number(SettingNames.RetainSucceededCount, RetentionSettings.DefaultSucceededCount,
            0, RetentionSettings.MaxSucceededCount));
}
