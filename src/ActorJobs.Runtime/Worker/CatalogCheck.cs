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
        IReadOnlyList<JobRegistration> jobs, IEnumerable<JobMiddleware> middleware, IEnumerable<string> wanted, IServiceProviderIsService? host)
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
            if (host is not null && job is { HandlerType: { } handler, Faults.IsEmpty: true })
            {
                faults.AddRange(Missing(handler, host));
            }
        }
        if (host is not null)
        {
            faults.AddRange(middleware.Select(one => one.MiddlewareType).OfType<Type>().SelectMany(type => Missing(type, host)));
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
    private static IEnumerable<string> Missing(Type made, IServiceProviderIsService host)
    {
        var constructors = made.GetConstructors();
        return constructors.Length != 1 ? [] : constructors[0].GetParameters()
            .Where(parameter => !parameter.HasDefaultValue)
            .Select(parameter => (Type: parameter.ParameterType, parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key))
            .Where(service => service.Key is null ? !host.IsService(service.Type)
                : host is IServiceProviderIsKeyedService keyed && !keyed.IsKeyedService(service.Type, service.Key))
            .Select(service => $"{made.Name} asks for {service.Type.Name}{(service.Key is null ? "" : $" with key '{service.Key}'")}, " +
                "which the host does not provide; add it to the services.");
    }
}
