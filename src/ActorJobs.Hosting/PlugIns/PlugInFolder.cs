namespace ActorJobs.Hosting.PlugIns;

/// <summary>Finds plug-ins: what <c>dotnet publish</c> wrote for a class library has one file <c>NAME.deps.json</c> beside NAME.dll.</summary>
internal static class PlugInFolder
{
    private const string Deps = ".deps.json";

    /// <summary>The assemblies of plug-ins, in the folder itself and in each folder in it, in order of names.</summary>
    /// <param name="folder">A full path.</param>
    /// <param name="fault">Told what is wrong, as whole sentences.</param>
    public static IReadOnlyList<string> Find(string folder, Action<string> fault)
    {
        if (!Directory.Exists(folder))
        {
            fault($"The folder of handlers '{folder}' does not exist; make it, or name another.");
            return [];
        }
        var folders = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Prepend(folder).ToArray();
        string[] found = [.. folders.SelectMany(Assemblies)];
        // Where the folder itself is a plug-in's, folders in it may be its own, as those of languages.
        string[] bare = Assemblies(folder).Any() ? [] : [.. folders.Where(one => HasAssemblies(one) && !Assemblies(one).Any())];
        foreach (var one in bare)
        {
            fault($"'{one}' has assemblies but no *{Deps} that tells what they need; copy the whole output of dotnet publish there.");
        }
        if (found.Length + bare.Length == 0)
        {
            fault($"The folder of handlers '{folder}' holds none; publish a class library into a folder in it, or name another.");
        }
        return found;
    }

    private static IEnumerable<string> Assemblies(string folder) => Directory.GetFiles(folder, "*" + Deps)
        .Order(StringComparer.Ordinal).Select(deps => deps[..^Deps.Length] + ".dll");

    private static bool HasAssemblies(string folder) => Directory.EnumerateFiles(folder, "*.dll").Any();
}
