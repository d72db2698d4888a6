namespace ActorJobs.Handlers;

/// <summary>What follows in the line: the next middleware, at last the handler.</summary>
/// <param name="cancellationToken">The token it is given; the attempt's, or one linked to it.</param>
public delegate Task JobStep(CancellationToken cancellationToken);

/// <summary>
/// Stands around every handler of the process: before, after, at exceptions. Made by dependency injection from the scope of
/// the attempt, so it may share scoped services with the handler. The one added first is outermost.
/// </summary>
public interface IJobMiddleware
{
    /// <summary>Does its part and calls <paramref name="next"/>.</summary>
    /// <remarks>
    /// An exception that leaves it ends the attempt, by its class; one it catches does not. Without a call of
    /// <paramref name="next"/> the handler does not run and the job completes.
    /// </remarks>
    /// <param name="context">The job.</param>
    /// <param name="next">The rest of the line.</param>
    /// <param name="cancellationToken">As <see cref="IJobHandler{TArgs}.HandleAsync"/>.</param>
    Task InvokeAsync(IJobContext context, JobStep next, CancellationToken cancellationToken);
}
