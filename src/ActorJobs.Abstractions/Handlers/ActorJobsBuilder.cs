using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Handlers;

/// <summary>Adds handlers, middleware and a store to a host. What is wrong is told when the host starts, all at once.</summary>
/// <param name="services">The host's services.</param>
public sealed class ActorJobsBuilder(IServiceCollection services)
{
    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>Adds a handler: a class that implements <see cref="IJobHandler{TArgs}"/>.</summary>
    /// <param name="configure">Says more than the attribute does; null for nothing.</param>
    public ActorJobsBuilder AddJob<THandler>(Action<JobBuilder>? configure = null)
        where THandler : class
    {
        var job = new JobBuilder(typeof(THandler));
        configure?.Invoke(job);
        Services.AddSingleton(job.Build());
        return this;
    }

    /// <summary>Adds a function that handles jobs of a type.</summary>
    /// <param name="type">Job type.</param>
    /// <param name="run">Does the work of one attempt.</param>
    public ActorJobsBuilder AddJob<TArgs>(string type, Func<TArgs, IJobContext, CancellationToken, Task> run)
    {
        Services.AddSingleton(JobRegistration.For(type, run));
        return this;
    }

    /// <summary>
    /// Adds every handler of an assembly, and asks that each record with <see cref="JobAttribute"/> in it has one.
    /// </summary>
    /// <param name="assembly">The assembly.</param>
    public ActorJobsBuilder AddJobsFrom(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var jobs = JobAssembly.Read(assembly);
        foreach (var job in jobs)
        {
            Services.AddSingleton(job);
        }
        return this;
    }

    /// <summary>Adds a middleware around every handler; the one added first is outermost.</summary>
    public ActorJobsBuilder AddMiddleware<TMiddleware>()
        where TMiddleware : class, IJobMiddleware
    {
        Services.AddSingleton(JobMiddleware.For<TMiddleware>());
        return this;
    }
}
