using System.Collections.Immutable;
using System.Reflection;
using ActorJobs.Client;
using ActorJobs.Handlers;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Runtime.Worker;

/// <summary>Everything that is wrong with the handlers of a process, found before the first job comes.</summary>
internal static class CatalogCheck
{
    public static ImmutableArray<string> FaultsOf(
        IReadOnlyList<JobRegistration> jobs, IEnumerable<string> wanted, Func<Type, bool>? provides)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        foreach (var same in jobs.GroupBy(job => job.Type, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            faults.Add($"Job type '{same.Key}' has {same.Count()} handlers ({string.Join(", ", same.Select(Handler))}); register one.");
        }
        foreach (var job in jobs)
        {
            if (JobAdmission.TypeFaultOf(job.Type) is { } fault)
            {
                faults.Add($"The job type of {Handler(job)} is '{job.Type}': {fault}");
            }
            faults.AddRange(job.Faults);
            if (provides is not null && job is { HandlerType: { } handler, Faults.IsEmpty: true })
            {
                faults.AddRange(Missing(handler, provides));
            }
        }
        foreach (var type in wanted.Except(jobs.Select(job => job.Type), StringComparer.Ordinal))
        {
            faults.Add($"Job type '{type}' has no handler in this process, but WORKER_JOB_TYPES names it; add one or take it out.");
        }
        return faults.ToImmutable();
    }

    private static string Handler(JobRegistration job) =>
        (job.HandlerType?.Name ?? "a function") + (job.Origin is { } file ? $" of '{file}'" : "");

    /// <summary>Of a class with several constructors it is not known which will be taken.</summary>
    private static IEnumerable<string> Missing(Type handler, Func<Type, bool> provides)
    {
        var constructors = handler.GetConstructors();
        return constructors.Length != 1 ? [] : constructors[0].GetParameters()
            .Where(parameter => !parameter.HasDefaultValue
                && parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is null && !provides(parameter.ParameterType))
            .Select(parameter =>
                $"{handler.Name} asks for {parameter.ParameterType.Name}, which the host does not provide; add it to the services.");
    }
}
