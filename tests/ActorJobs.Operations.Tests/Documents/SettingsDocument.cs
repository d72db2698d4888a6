using System.Text;
using System.Text.RegularExpressions;
using ActorJobs.Settings;
using Microsoft.Extensions.Configuration;

namespace ActorJobs.Operations.Tests.Documents;

/// <summary>
/// Makes <c>docs/settings.md</c> out of the program: names and meanings from <see cref="SettingNames"/>, what is accepted from what it
/// answers to a value that makes no sense, defaults from the table beside the code, which is tested against the program.
/// </summary>
internal static partial class SettingsDocument
{
    private const string Nonsense = "?!";

    public static string Write()
    {
        var defaults = Row().Matches(Read("src/ActorJobs.Settings/README.md"))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim());
        var meanings = Constant().Matches(Read("src/ActorJobs.Settings/SettingNames.cs"))
            .ToDictionary(match => match.Groups[2].Value, match => Code().Replace(Space().Replace(match.Groups[1].Value, " "), "`$1`"));
        var text = new StringBuilder("""
            # Settings

            <!-- Made from the program: ACTORJOBS_WRITE_DOCS=1 dotnet test tests/ActorJobs.Operations.Tests --filter Settings_document -->
            From the environment, or the same names under `ActorJobs` in `appsettings.json`; the environment wins. Durations are a whole number
            and a unit: `100ms`, `10s`, `5m`, `1h`, `2d`. All faults are named at once and end the start with exit code 2. The value of a
            secret is never shown. What goes with what: [src/ActorJobs.Settings](../src/ActorJobs.Settings/README.md).

            Besides, OpenTelemetry's own variables (`OTEL_…`) switch on what is sent: [metrics.md](metrics.md).

            | name | default | must | meaning |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var name in SettingNames.All)
        {
            var secret = SettingNames.Secrets.Contains(name) ? " Secret." : "";
            text.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"| `{name}` | {defaults[name]} | {RuleOf(name)} | {meanings[name]}{secret} |\n");
        }
        return text.ToString();
    }

    private static string RuleOf(string name)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [name] = Nonsense }).Build();
        var fault = NodeSettings.Read(configuration, NodeKind.Host).Faults.Sentences
            .FirstOrDefault(sentence => sentence.StartsWith($"{name} must ", StringComparison.Ordinal));
        return fault is null ? "be any text" : Rule().Match(fault).Groups[1].Value;
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    [GeneratedRegex(@"(?m)^\| `(\w+)` \|([^|]*)\|")]
    private static partial Regex Row();

    [GeneratedRegex("""/// <summary>([^<]*(?:<c>[^<]*</c>[^<]*)*)</summary>\s+public const string \w+ = "(\w+)";""")]
    private static partial Regex Constant();

    [GeneratedRegex("<c>([^<]*)</c>")]
    private static partial Regex Code();

    [GeneratedRegex(@"\s+(///\s*)?")]
    private static partial Regex Space();

    [GeneratedRegex("must (.*?)(?:, which entry|, but | but is '|;)")]
    private static partial Regex Rule();
}
