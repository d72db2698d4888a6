using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Handlers;

/// <summary>A middleware of the process, in the order of registration.</summary>
/// <param name="Create">Makes it from the scope of an attempt.</param>
public sealed record JobMiddleware(Func<IServiceProvider, IJobMiddleware> Create)
{
    /// <summary>The class that it is made of; null for one that is made otherwise.</summary>
    public Type? MiddlewareType { get; init; }

    /// <summary>One that is created with what its constructor asks for.</summary>
    public static JobMiddleware For<TMiddleware>()
        where TMiddleware : class, IJobMiddleware
    {
        var create = ActivatorUtilities.CreateFactory<TMiddleware>([]);
        return new JobMiddleware(services => create(services, [])) { MiddlewareType = typeof(TMiddleware) };
    }

    /// <summary>Runs one attempt through the line.</summary>
    /// <param name="line">Outermost first.</param>
    /// <param name="job">What is at its end.</param>
    /// <param name="services">Scope of the attempt.</param>
    /// <param name="payload">Arguments.</param>
    /// <param name="context">The job.</param>
    /// <param name="cancellationToken">The attempt's token.</param>
    public static Task RunAsync(
        IReadOnlyList<JobMiddleware> line, JobRegistration job, IServiceProvider services, ReadOnlyMemory<byte> payload,
        IJobContext context, CancellationToken cancellationToken)
    {
        JobStep step = token => job.RunAsync(services, payload, context, token);
        for (var i = line.Count - 1; i >= 0; i--)
        {
            var (middleware, next) = (line[i].Create(services), step);
            step = token => middleware.InvokeAsync(context, next, token);
        }
        return step(cancellationToken);
    }
}
