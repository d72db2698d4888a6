namespace ActorJobs.Scheduling.Times;

/// <summary>Time zones by their IANA names, from the time zone database of the machine.</summary>
internal static class IanaZone
{
    public static TimeZoneInfo Find(string name)
    {
        if (name is "UTC" or "Etc/UTC")
        {
            return TimeZoneInfo.Utc;
        }
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId)
        {
            return zone;
        }
        throw new FormatException(TimeZoneInfo.GetSystemTimeZones().Count > 1
            ? $"timeZone '{name}' does not exist; give a name of the IANA database, such as Europe/Berlin."
            : $"timeZone '{name}' is not known, as this machine has no time zone database; install the package tzdata.");
    }
}
