using System.Collections.Immutable;
using ActorJobs.Rules;

namespace ActorJobs.Settings.Reading;

internal static class JobTypeReader
{
    public static JobTypeSettings Read(SettingsSource source, ChosenMode mode) => new(
        source.Flag(SettingNames.SampleJobs, mode.Mode == WorkerMode.Thin),
        source.Read<ImmutableArray<HostPattern>>(SettingNames.HttpJobHosts, [], TryParseHosts,
            "list hosts, each a name, *.name or *, with an optional :port", "set it to a list such as api.example.com,*.internal:8443"),
        source.Read<ImmutableArray<string>>(SettingNames.ExecJobCommands, [], TryParseCommands,
            "list commands, each an absolute path or a bare name", "set it to a list such as /usr/bin/convert,report"))
    {
        HandlersPath = source.Read<string?>(SettingNames.HandlersPath, null, TryParseFolder,
            "be the path of a folder that can be read", "correct it or unset it"),
    };

    private static bool TryParseFolder(string text, out string? value)
    {
        value = text;
        return Directory.Exists(text);
    }

    private static bool TryParseHosts(string text, out ImmutableArray<HostPattern> hosts)
    {
        var found = new List<HostPattern>();
        foreach (var entry in SettingsSource.Entries(text))
        {
            if (!HostPattern.TryParse(entry, out var host))
            {
                hosts = [];
                return false;
            }
            found.Add(host);
        }
        hosts = [.. found.Distinct()];
        return hosts.Length > 0;
    }

    private static bool TryParseCommands(string text, out ImmutableArray<string> commands)
    {
        commands = [.. SettingsSource.Entries(text).Distinct(StringComparer.Ordinal)];
        return commands.Length > 0 && commands.All(IsCommand);
    }

    // A relative path would depend on the working directory of whoever started the node.
    private static bool IsCommand(string text) => !text.Contains('\0', StringComparison.Ordinal)
        && (text.StartsWith('/') ? !text.EndsWith('/') : !text.Contains('/', StringComparison.Ordinal) && text is not ("." or ".."));
}
