using System.Reflection;
using ActorJobs.Handlers;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Hosting.PlugIns;

/// <summary>Loads one plug-in and adds its handlers.</summary>
internal static class PlugIn
{
    /// <summary>Adds the handlers of an assembly, or tells why not.</summary>
    /// <param name="builder">Gets them.</param>
    /// <param name="file">The assembly.</param>
    /// <param name="fault">Told what is wrong, as whole sentences.</param>
    public static void Add(ActorJobsBuilder builder, string file, Action<string> fault)
    {
        var before = builder.Services.Count;
        try
        {
            var context = new PlugInContext(file);
            var assembly = context.Main();
            var newer = NewerThanProgram(context, assembly).Distinct().ToArray();
            foreach (var (name, has) in newer)
            {
                fault($"'{file}' was built against {name.Name} {name.Version}, but this program has {has}; upgrade this program, or " +
                    $"build the handlers against {has}.");
            }
            if (newer.Length == 0)
            {
                var failed = Register(builder, assembly);
                if (failed is not null)
                {
                    fault($"'{file}': {failed}");
                }
                else if (!Mark(builder.Services, before, file))
                {
                    fault($"'{file}' has no handlers; let a class in it implement IJobHandler<TArgs>, or take it out of the folder.");
                }
            }
        }
        catch (BadImageFormatException)
        {
            fault($"'{file}' is no .NET assembly that this program can load; copy the whole output of dotnet publish there.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or FileLoadException or ReflectionTypeLoadException)
        {
            var reason = (missing as ReflectionTypeLoadException)?.LoaderExceptions.FirstOrDefault()?.Message ?? missing.Message;
            fault($"'{file}' cannot be loaded: {reason} Copy the whole output of dotnet publish there.");
        }
    }

    /// <summary>Adds what the assembly brings.</summary>
    /// <returns>Which of its modules failed and why; null when none did.</returns>
    private static string? Register(ActorJobsBuilder builder, Assembly assembly)
    {
        var modules = assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IJobModule)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal).ToArray();
        foreach (var module in modules)
        {
            try
            {
                ((IJobModule)Activator.CreateInstance(module)!).Register(builder);
            }
            catch (Exception fault)
            {
                var cause = (fault as TargetInvocationException)?.InnerException ?? fault;
                return $"its module {module.Name} failed: {cause.GetType().Name}: {cause.Message}";
            }
        }
        if (modules.Length == 0)
        {
            builder.AddJobsFrom(assembly);
        }
        return null;
    }

    /// <summary>Notes at each handler that was added where it came from.</summary>
    /// <returns>Whether there is one.</returns>
    private static bool Mark(IServiceCollection services, int first, string file)
    {
        var found = false;
        for (var i = first; i < services.Count; i++)
        {
            if (services[i] is { IsKeyedService: false, ImplementationInstance: JobRegistration job })
            {
                services[i] = ServiceDescriptor.Singleton(job with { Origin = file });
                found = true;
            }
        }
        return found;
    }

    /// <summary>What the plug-in and its own dependencies want of the program in a version that it does not have.</summary>
    private static IEnumerable<(AssemblyName Name, Version? Has)> NewerThanProgram(PlugInContext context, Assembly assembly)
    {
        var seen = new HashSet<string>();
        var left = new Stack<Assembly>([assembly]);
        while (left.TryPop(out var next))
        {
            foreach (var name in next.GetReferencedAssemblies().Where(name => seen.Add(name.FullName)))
            {
                if (PlugInContext.IsExchanged(name))
                {
                    var has = PlugInContext.OfProgram(name)?.GetName().Version;
                    if (has is not null && has < name.Version)
                    {
                        yield return (name, has);
                    }
                }
                else if (context.Own(name) is { } own)
                {
                    left.Push(own);
                }
            }
        }
    }
}
