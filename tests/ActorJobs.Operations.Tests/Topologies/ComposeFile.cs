using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorJobs.Operations.Tests.Topologies;

/// <summary>The nodes of a Docker compose file.</summary>
internal static partial class ComposeFile
{
    public const string ApiKey = "topology-admin-key";

    /// <summary>What the user is asked to put into <c>.env</c>.</summary>
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["ACTORJOBS_DB_PASSWORD"] = "secret",
        ["ACTORJOBS_API_KEYS"] = $"admin:{ApiKey}",
    };

    public static List<TopologyNode> Read(string path)
    {
        var nodes = new List<TopologyNode>();
        var services = (Dictionary<object, object>)Yaml.Documents(path).Single().At("services")!;
        foreach (var (name, service) in services)
        {
            if (service.TextAt("build", "target") is { } target)
            {
                nodes.Add(new TopologyNode(
                    (string)name, TopologyNode.ProgramOf(target),
                    int.Parse(service.TextAt("deploy", "replicas") ?? "1", CultureInfo.InvariantCulture),
                    service.TextsAt("environment").ToDictionary(entry => entry.Key, entry => Substitute(entry.Value))));
            }
        }
        return nodes;
    }

    private static string Substitute(string text) => Reference().Replace(text, match => Variables[match.Groups[1].Value]);

    [GeneratedRegex(@"\$\{(\w+)(?::[?-][^}]*)?\}")]
    private static partial Regex Reference();
}
