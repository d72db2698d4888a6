using Microsoft.Extensions.Configuration;

namespace ActorJobs.Settings.Reading;

/// <summary>
/// Finds misspelt names. Under our section nothing else belongs, so an unknown key is a fault; the environment is
/// shared with everything else, so a name near one of ours is only a warning.
/// </summary>
internal static class UnknownNames
{
    private const string Prefix = "ACTORJOBS_";
    private const int LongName = 12;

    public static void Check(SettingsSource source, IConfiguration configuration)
    {
        foreach (var entry in configuration.GetSection(SettingNames.Section).GetChildren().Where(entry => !IsKnown(entry.Key)))
        {
            source.Faults.Add($"{SettingNames.Section}:{entry.Key} is not a setting; " + (Nearest(entry.Key) is { } name
                ? $"did you mean {name}?"
                : "remove it."));
        }
        foreach (var entry in configuration.GetChildren().Where(entry => !IsKnown(entry.Key)))
        {
            if (Nearest(entry.Key) is { } name)
            {
                source.Warnings.Add($"The environment variable {entry.Key} is not a setting; did you mean {name}?");
            }
        }
    }

    private static bool IsKnown(string name) => SettingNames.All.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string? Nearest(string name)
    {
        if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && IsKnown(name[Prefix.Length..]))
        {
            return name[Prefix.Length..].ToUpperInvariant();
        }
        var (nearest, distance) = SettingNames.All
            .Select(known => (Known: known, Distance: EditDistance.Between(Plain(known), Plain(name))))
            .MinBy(pair => pair.Distance);
        return distance <= (nearest.Length >= LongName ? 2 : 1) ? nearest : null;
    }

    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
