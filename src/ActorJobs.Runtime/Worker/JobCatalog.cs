using System.Collections.Frozen;
using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Handlers;
using ActorJobs.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Runtime.Worker;

/// <summary>The job types a process can run, and what stands around their handlers.</summary>
public sealed class JobCatalog
{
    private readonly FrozenDictionary<string, JobRegistration> _jobs;

    /// <summary>Takes registrations in.</summary>
    /// <param name="registrations">Job types.</param>
    /// <param name="middleware">What stands around every handler, outermost first.</param>
    /// <param name="wanted">Types that must have a handler; null for none.</param>
    /// <param name="host">Tells whether the host provides what a handler's constructor asks for; null not to look.</param>
    /// <exception cref="InvalidHandlersException">They cannot be used; names every fault.</exception>
    public JobCatalog(
        IEnumerable<JobRegistration> registrations, IEnumerable<JobMiddleware>? middleware = null,
        IEnumerable<string>? wanted = null, IServiceProviderIsService? host = null)
    {
        var all = registrations.ToArray();
        Middleware = [.. middleware ?? []];
        var faults = CatalogCheck.FaultsOf(all, Middleware, wanted ?? [], host);
        if (!faults.IsEmpty)
        {
            throw new InvalidHandlersException(faults);
        }
        _jobs = all.ToFrozenDictionary(job => job.Type, StringComparer.Ordinal);
        Types = [.. _jobs.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>All types, sorted.</summary>
    public ImmutableArray<string> Types { get; }

    /// <summary>What stands around every handler, outermost first.</summary>
    public ImmutableArray<JobMiddleware> Middleware { get; }

    /// <summary>The registration of a type, or null.</summary>
    public JobRegistration? Find(string type) => _jobs.GetValueOrDefault(type);

    /// <summary>The defaults of a process, with what its job types say.</summary>
    /// <param name="defaults">What the settings say.</param>
    public JobDefaults Complete(JobDefaults defaults) => defaults with
    {
        Types = _jobs.Where(job => job.Value.Options != JobTypeOptions.None)
            .ToFrozenDictionary(job => job.Key, job => job.Value.Options, StringComparer.Ordinal),
    };

    /// <summary>What these types may take of the cluster.</summary>
    internal ImmutableArray<TypeLimit> LimitsOf(ImmutableArray<string> types) =>
        [.. types.Select(type => (Type: type, Find(type)!.Options)).Where(type => type.Options.IsLimited)
            .Select(type => new TypeLimit(
                type.Type, type.Options.MaxRunning, type.Options.MaxRunningPerKey, type.Options.RateLimit))];
}
