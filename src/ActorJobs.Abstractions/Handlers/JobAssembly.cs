using System.Collections.Immutable;
using System.Reflection;

namespace ActorJobs.Handlers;

/// <summary>The handlers of an assembly.</summary>
public static class JobAssembly
{
    /// <summary>A registration for each class that handles jobs, in order of names.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <returns>
    /// A record with <see cref="JobAttribute"/> that none of them handles comes as a registration with a fault.
    /// </returns>
    public static ImmutableArray<JobRegistration> Read(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var types = assembly.GetTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).ToArray();
        var jobs = types.Where(Handles).Select(type => new JobBuilder(type).Build()).ToList();
        var handled = jobs.Select(job => job.ArgsType).ToHashSet();
        jobs.AddRange(types
            .Where(type => type.GetCustomAttribute<JobAttribute>() is not null && !Handles(type) && !handled.Contains(type))
            .Select(args => new JobRegistration(JobNames.OfArgs(args)!, (_, _, _, _) => Task.CompletedTask)
            {
                ArgsType = args,
                Faults = [$"{args.Name} has no handler in {assembly.GetName().Name}; write one, or take [Job] away."],
            }));
        return [.. jobs];
    }

    private static bool Handles(Type type) => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
        && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IJobHandler<>));
}
