using System.Text.Json;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>Which packages a peer's program really has, as name and version.</summary>
internal static class PackageVersions
{
    /// <param name="folder">Where npm installed it.</param>
    /// <param name="package">Its name.</param>
    public static string OfNode(string folder, string package)
    {
        using var json = Read(Path.Combine(folder, "node_modules", package, "package.json"));
        return $"{package} {json.RootElement.GetProperty("version").GetString()}";
    }

    /// <param name="program">Path of the published program.</param>
    /// <param name="packages">Their names.</param>
    public static string OfDotnet(string program, string[] packages)
    {
        using var json = Read(Path.ChangeExtension(program, ".deps.json"));
        var libraries = json.RootElement.GetProperty("libraries").EnumerateObject()
            .Select(library => library.Name.Split('/')).ToDictionary(parts => parts[0], parts => parts[1]);
        return string.Join(", ", packages.Select(package => $"{package} {libraries[package]}"));
    }

    private static JsonDocument Read(string file) => JsonDocument.Parse(File.ReadAllText(file));
}
