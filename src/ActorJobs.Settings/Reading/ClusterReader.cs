using System.Collections.Immutable;
using ActorJobs.Stores;

namespace ActorJobs.Settings.Reading;

internal static class ClusterReader
{
    private const string ByName = "dns:";
    private const string Own = "auto";

    public static ClusterSettings Read(SettingsSource source, ChosenMode mode)
    {
        var seeds = source.Read<Seeds>(SettingNames.ClusterSeeds, new([], []), TryParseSeeds,
            "list nodes as host:port, or names that stand for many as dns:name:port, separated by commas",
            "set it to a list such as 10.0.0.1:4053,10.0.0.2:4053");
        return new ClusterSettings(ReadHost(source), ReadPort(source, mode), seeds.Nodes)
        {
            SeedNames = seeds.Names,
            Tls = ClusterTlsReader.Read(source),
            QueuePartitions = source.Number(SettingNames.QueuePartitions, 1, 1, Partition.MaxCount),
        };
    }

    private static string ReadHost(SettingsSource source) =>
        source.Read<string>(SettingNames.ClusterHost, ClusterSettings.DefaultHost, TryParseHost,
            "be a host name or an IP address that other nodes can reach", "set it to an address such as 127.0.0.1, or to auto");

    private static int ReadPort(SettingsSource source, ChosenMode mode) => source.Number(
        SettingNames.ClusterPort, mode.Mode == WorkerMode.Thin ? 0 : ClusterSettings.DefaultPort, 0, 65535);

    private static bool TryParseHost(string text, out string host)
    {
        if (text.Equals(Own, StringComparison.OrdinalIgnoreCase))
        {
            host = OwnAddress.Find() ?? "";
            return host.Length > 0;
        }
        host = text.StartsWith('[') && text.EndsWith(']') ? text[1..^1] : text;
        return HostAndPort.IsHost(host) && host is not ("0.0.0.0" or "::");
    }

    private static bool TryParseSeeds(string text, out Seeds seeds)
    {
        var (nodes, names) = (new List<HostAndPort>(), new List<HostAndPort>());
        seeds = new Seeds([], []);
        foreach (var entry in SettingsSource.Entries(text))
        {
            var isName = entry.StartsWith(ByName, StringComparison.OrdinalIgnoreCase);
            if (!HostAndPort.TryParse(isName ? entry[ByName.Length..] : entry, out var seed))
            {
                return false;
            }
            (isName ? names : nodes).Add(seed);
        }
        seeds = new Seeds([.. nodes.Distinct()], [.. names.Distinct()]);
        return nodes.Count + names.Count > 0;
    }

    private sealed record Seeds(ImmutableArray<HostAndPort> Nodes, ImmutableArray<HostAndPort> Names);
}
