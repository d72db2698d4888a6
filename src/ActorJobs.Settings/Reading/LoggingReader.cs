namespace ActorJobs.Settings.Reading;

internal static class LoggingReader
{
    public static LoggingSettings Read(SettingsSource source) => new(
        source.Word(SettingNames.LogLevel, LogSeverity.Info, Enum.GetValues<LogSeverity>(), WordOf),
        source.Word(SettingNames.LogFormat, LogFormat.Text, Enum.GetValues<LogFormat>(), WordOf));

    public static string WordOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
