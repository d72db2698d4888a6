namespace ActorJobs.Handlers;

/// <summary>Runs jobs of one type. Made by dependency injection, one instance and one scope per attempt.</summary>
/// <typeparam name="TArgs">What the payload is read as, by System.Text.Json with camel-case names.</typeparam>
public interface IJobHandler<in TArgs>
{
    /// <summary>Does the work of one attempt.</summary>
    /// <remarks>
    /// Return to complete the job; throw to end the attempt: the exception's class (<see
    /// cref="Rules.ErrorClassifier"/>) says whether and when it is tried again. A job may run twice if its node is
    /// lost: make the work repeatable.
    /// </remarks>
    /// <param name="args">The payload.</param>
    /// <param name="context">The job and what the handler may say about it.</param>
    /// <param name="cancellationToken">
    /// Fires on cancel, time-out, a stuck run and at the end of a shutdown's wait; throw
    /// <see cref="OperationCanceledException"/> soon after.
    /// </param>
    Task HandleAsync(TArgs args, IJobContext context, CancellationToken cancellationToken);
}
