namespace ActorJobs.Settings.Reading;

internal static class ObservationReader
{
    public static ObservationSettings Read(SettingsSource source) => new(
        ListenUrlReader.Read(source, SettingNames.HealthUrl, null),
        source.Duration(SettingNames.MetricsInterval, ObservationSettings.DefaultMetricsInterval,
            TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)))
    {
        TraceRuns = source.Word(
            SettingNames.TraceRuns, RunParenting.Link, Enum.GetValues<RunParenting>(), LoggingReader.WordOf),
    };
}
