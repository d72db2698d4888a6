using System.Collections.Immutable;

namespace ActorJobs.Settings.Reading;

internal static class ClusterReader
{
    public static ClusterSettings Read(SettingsSource source, ChosenMode mode) => new(
        source.Read<string>(SettingNames.ClusterHost, ClusterSettings.DefaultHost, TryParseHost,
            "be a host name or an IP address that other nodes can reach", "set it to an address such as 127.0.0.1"),
        source.Number(SettingNames.ClusterPort, mode.Mode == WorkerMode.Thin ? 0 : ClusterSettings.DefaultPort, 0, 65535),
        source.Read<ImmutableArray<HostAndPort>>(SettingNames.ClusterSeeds, [], TryParseSeeds,
            "list nodes as host:port, separated by commas", "set it to a list such as 10.0.0.1:4053,10.0.0.2:4053"))
    {
        Tls = ClusterTlsReader.Read(source),
    };

    private static bool TryParseHost(string text, out string host)
    {
        host = text.StartsWith('[') && text.EndsWith(']') ? text[1..^1] : text;
        return HostAndPort.IsHost(host) && host is not ("0.0.0.0" or "::");
    }

    private static bool TryParseSeeds(string text, out ImmutableArray<HostAndPort> seeds)
    {
        var found = new List<HostAndPort>();
        foreach (var entry in SettingsSource.Entries(text))
        {
            if (!HostAndPort.TryParse(entry, out var seed))
            {
                seeds = [];
                return false;
            }
            found.Add(seed);
        }
        seeds = [.. found.Distinct()];
        return seeds.Length > 0;
    }
}
