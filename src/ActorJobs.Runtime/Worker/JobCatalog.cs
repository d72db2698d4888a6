using System.Collections.Frozen;
using System.Collections.Immutable;
using ActorJobs.Handlers;

namespace ActorJobs.Runtime.Worker;

/// <summary>The job types a process can run.</summary>
public sealed class JobCatalog
{
    private readonly FrozenDictionary<string, JobRegistration> _jobs;

    /// <summary>Takes registrations in.</summary>
    /// <exception cref="ArgumentException">Two handlers are registered for one type.</exception>
    public JobCatalog(IEnumerable<JobRegistration> registrations)
    {
        var all = registrations.ToArray();
        var doubled = all.GroupBy(job => job.Type).FirstOrDefault(jobs => jobs.Count() > 1);
        if (doubled is not null)
        {
            throw new ArgumentException(
                $"Job type '{doubled.Key}' has {doubled.Count()} handlers; register one.", nameof(registrations));
        }
        _jobs = all.ToFrozenDictionary(job => job.Type, StringComparer.Ordinal);
        Types = [.. _jobs.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>All types, sorted.</summary>
    public ImmutableArray<string> Types { get; }

    /// <summary>The registration of a type, or null.</summary>
    public JobRegistration? Find(string type) => _jobs.GetValueOrDefault(type);
}
