using System.Globalization;
using ActorJobs.Client;

namespace ActorJobs.Settings.Reading;

internal static class RunReader
{
    // Parts of a minute are allowed so that a test or a drill need not wait for whole ones.
    private const decimal MinStuckMinutes = 0.01m;
    private const decimal MaxStuckMinutes = 10_080m;

    public static RunSettings Read(SettingsSource source)
    {
        var standard = JobDefaults.Standard;
        var defaults = new JobDefaults(
            source.Number(SettingNames.MaxRetries, standard.MaxRetries, 0, JobLimits.MaxRetries),
            source.Duration(SettingNames.JobTimeout, standard.Timeout, JobLimits.MinTimeout, JobLimits.MaxTimeout),
            source.Number(SettingNames.MaxPayloadBytes, standard.MaxPayloadBytes,
                RunSettings.MinPayloadLimit, RunSettings.MaxPayloadLimit));
        var stuck = source.Read<TimeSpan>(SettingNames.StuckRunTimeoutMinutes, RunSettings.DefaultStuckTimeout, TryParseMinutes,
            "be a number of minutes from 0.01 to 10080", "set it to a number such as 30");
        var grace = source.Duration(SettingNames.CancellationGrace, RunSettings.DefaultCancellationGrace,
            TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        var shutdown = source.Duration(SettingNames.ShutdownTimeout, RunSettings.DefaultShutdownTimeout,
            TimeSpan.Zero, TimeSpan.FromHours(1));
        return new RunSettings(defaults, stuck, grace, shutdown);
    }

    private static bool TryParseMinutes(string text, out TimeSpan value)
    {
        var known = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes)
            && minutes is >= MinStuckMinutes and <= MaxStuckMinutes;
        value = known ? TimeSpan.FromMinutes((double)minutes) : default;
        return known;
    }
}
