using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace ActorJobs.Operations.Tests.Topologies;

/// <summary>YAML as dictionaries, lists and texts.</summary>
internal static class Yaml
{
    private static readonly IDeserializer Reader = new DeserializerBuilder().Build();

    /// <summary>The documents of a file of the repository, anchors and merges resolved.</summary>
    public static List<Dictionary<object, object>> Documents(string path)
    {
        using var text = new StreamReader(Path.Combine(Repository.Root, path));
        var parser = new MergingParser(new Parser(text));
        parser.Consume<StreamStart>();
        var documents = new List<Dictionary<object, object>>();
        while (parser.Accept<DocumentStart>(out _))
        {
            documents.Add(Reader.Deserialize<Dictionary<object, object>>(parser)!);
        }
        return documents;
    }

    /// <summary>What stands at a path of keys; null when it leads nowhere.</summary>
    public static object? At(this object? value, params string[] keys)
    {
        foreach (var key in keys)
        {
            value = (value as Dictionary<object, object>)?.GetValueOrDefault(key);
        }
        return value;
    }

    public static string? TextAt(this object? value, params string[] keys) => value.At(keys) as string;

    public static IEnumerable<object> ListAt(this object? value, params string[] keys) => value.At(keys) as List<object> ?? [];

    public static Dictionary<string, string> TextsAt(this object? value, params string[] keys) =>
        ((value.At(keys) as Dictionary<object, object>) ?? []).ToDictionary(
            entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}
