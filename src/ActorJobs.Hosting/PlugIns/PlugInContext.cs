using System.Reflection;
using System.Runtime.Loader;

namespace ActorJobs.Hosting.PlugIns;

/// <summary>
/// Where the assemblies of one plug-in live: its own dependencies come from its folder, so that two plug-ins may bring two versions of a
/// library; what it exchanges with the program is the program's.
/// </summary>
/// <param name="path">The plug-in's assembly.</param>
internal sealed class PlugInContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private readonly AssemblyDependencyResolver _resolver = new(path);

    /// <summary>The plug-in's assembly.</summary>
    public Assembly Main() => LoadFromAssemblyPath(path);

    /// <summary>Whether types of an assembly go back and forth between plug-in and program, so that both must have the same.</summary>
    public static bool IsExchanged(AssemblyName name) => name.Name is { } text
        && (text == "Npgsql" || text.StartsWith("ActorJobs.", StringComparison.Ordinal)
            || text.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));

    /// <summary>The program's assembly of a name, in whatever version; null when it has none.</summary>
    public static Assembly? OfProgram(AssemblyName name)
    {
        try
        {
            return Default.LoadFromAssemblyName(new AssemblyName(name.Name!));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A dependency that the plug-in brings itself; null when it brings none of that name.</summary>
    public Assembly? Own(AssemblyName name) =>
        _resolver.ResolveAssemblyToPath(name) is null ? null : LoadFromAssemblyName(name);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if ((IsExchanged(assemblyName) || assemblyName.Name!.StartsWith("System.", StringComparison.Ordinal))
            && OfProgram(assemblyName) is { } known && known.GetName().Version >= assemblyName.Version)
        {
            return known;
        }
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } own ? LoadFromAssemblyPath(own) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } own ? LoadUnmanagedDllFromPath(own) : nint.Zero;
}
