using System.Globalization;
using ActorJobs.Rules;
using Microsoft.Extensions.Configuration;

namespace ActorJobs.Settings.Reading;

/// <summary>Reads single settings by their rules and collects every fault in the order of reading.</summary>
/// <param name="configuration">Where they stand.</param>
/// <param name="ignored">Settings of other programs, which count as not set.</param>
internal sealed class SettingsSource(IConfiguration configuration, IReadOnlyCollection<string> ignored)
{
    private const int MaxShown = 80;

    private readonly IConfigurationSection _section = configuration.GetSection(SettingNames.Section);

    public delegate bool Parse<T>(string text, out T value);

    public List<string> Faults { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>The trimmed text of a setting; null when it is not set or empty.</summary>
    public string? Text(string name)
    {
        if (ignored.Contains(name))
        {
            return null;
        }
        var text = NonEmpty(configuration[name]) ?? NonEmpty(_section[name]);
        if (text is not null)
        {
            return text;
        }
        var items = _section.GetSection(name).GetChildren().Select(item => item.Value).ToList();
        return items.Count == 0 ? null : NonEmpty(string.Join(',', items));
    }

    public bool IsSet(string name) => Text(name) is not null;

    /// <summary>Reads a setting or answers the fallback; a text that does not parse is a fault.</summary>
    public T Read<T>(string name, T fallback, Parse<T> parse, string rule, string remedy)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }
        if (parse(text, out var value))
        {
            return value;
        }
        Refuse(name, rule, remedy);
        return fallback;
    }

    /// <summary>Records a fault: name, rule, value found (unless secret), remedy.</summary>
    public void Refuse(string name, string rule, string remedy)
    {
        var text = SettingNames.Secrets.Contains(name) ? null : Text(name);
        var found = text is null ? "" : $" but is '{Show(text)}'";
        Faults.Add($"{name} must {rule}{found}; {remedy}.");
    }

    public TimeSpan Duration(string name, TimeSpan fallback, TimeSpan min, TimeSpan max) =>
        Read(name, fallback,
            (string text, out TimeSpan value) => DurationText.TryParse(text, out value) && value >= min && value <= max,
            $"be between {DurationText.Format(min)} and {DurationText.Format(max)}",
            $"set it to a duration such as {DurationText.Format(fallback)}");

    public int Number(string name, int fallback, int min, int max) =>
        Read(name, fallback,
            (string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
                && value >= min && value <= max,
            string.Create(CultureInfo.InvariantCulture, $"be a whole number from {min} to {max}"),
            string.Create(CultureInfo.InvariantCulture, $"set it to a number such as {fallback}"));

    public bool Flag(string name, bool fallback) =>
        Read<bool>(name, fallback, bool.TryParse, "be true or false", "set it to one of them or unset it");

    public T Word<T>(string name, T fallback, IReadOnlyList<T> values, Func<T, string> toName)
    {
        var words = values.Select(toName).ToList();
        return Read(name, fallback,
            (string text, out T value) =>
            {
                var index = words.FindIndex(word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase));
                value = index < 0 ? fallback : values[index];
                return index >= 0;
            },
            words.Count == 1 ? $"be {words[0]} in this program" : $"be {string.Join(", ", words[..^1])} or {words[^1]}",
            words.Count == 1 ? "unset it, or start another" : $"set it to one of them, for example {toName(fallback)}");
    }

    /// <summary>The entries of a comma-separated text, trimmed; empty entries are left out.</summary>
    public static string[] Entries(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Show(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= MaxShown ? line : line[..MaxShown] + "…";
    }
}
