using System.Globalization;

namespace ActorJobs.Operations.Tests.Topologies;

/// <summary>The nodes of a kustomize overlay. The overlays add resources to the base and patch none, so reading the files is enough.</summary>
internal static class KubernetesFiles
{
    private const string Example = "deploy/kubernetes/base/secret.example.yaml";

    public static List<TopologyNode> Read(string overlay)
    {
        var resources = Resources(overlay).Concat(Yaml.Documents(Example)).ToList();
        return [.. resources.Where(resource => resource.TextAt("kind") == "Deployment").Select(resource => Node(resource, resources))];
    }

    /// <summary>All resources of a kustomization, those of its bases included.</summary>
    public static List<Dictionary<object, object>> Resources(string folder)
    {
        var kustomization = Yaml.Documents($"{folder}/kustomization.yaml").Single();
        return [.. kustomization.ListAt("resources").Cast<string>().SelectMany(entry =>
            entry.EndsWith(".yaml", StringComparison.Ordinal) ? Yaml.Documents($"{folder}/{entry}") : Resources($"{folder}/{entry}"))];
    }

    private static TopologyNode Node(object deployment, List<Dictionary<object, object>> resources)
    {
        var container = deployment.ListAt("spec", "template", "spec", "containers").Single();
        var environment = new Dictionary<string, string>();
        foreach (var source in container.ListAt("envFrom"))
        {
            var (kind, name) = source.TextAt("configMapRef", "name") is { } map
                ? ("ConfigMap", map)
                : ("Secret", source.TextAt("secretRef", "name")!);
            var found = resources.Single(resource => resource.TextAt("kind") == kind && resource.TextAt("metadata", "name") == name);
            foreach (var (key, value) in found.TextsAt(kind == "Secret" ? "stringData" : "data"))
            {
                environment[key] = value;
            }
        }
        foreach (var entry in container.ListAt("env"))
        {
            environment[entry.TextAt("name")!] = entry.TextAt("value")
                ?? (entry.TextAt("valueFrom", "fieldRef", "fieldPath") == "status.podIP"
                    ? TopologyNode.OwnAddress
                    : throw new NotSupportedException($"{entry.TextAt("name")} comes from somewhere else."));
        }
        var image = container.TextAt("image")!;
        return new TopologyNode(
            deployment.TextAt("metadata", "name")!, TopologyNode.ProgramOf(image["actorjobs-".Length..image.IndexOf(':', StringComparison.Ordinal)]),
            int.Parse(deployment.TextAt("spec", "replicas")!, CultureInfo.InvariantCulture), environment);
    }
}
