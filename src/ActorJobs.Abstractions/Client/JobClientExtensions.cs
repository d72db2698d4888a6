using ActorJobs.Handlers;
using ActorJobs.Stores;

namespace ActorJobs.Client;

/// <summary>Enqueuing by the type of the arguments, which names the job by <see cref="JobAttribute"/>.</summary>
public static class JobClientExtensions
{
    /// <summary>Enqueues one job.</summary>
    /// <param name="client">The client.</param>
    /// <param name="args">Arguments of a type with <see cref="JobAttribute"/>.</param>
    /// <param name="options">When, how urgent, how often retried; what it leaves open the attribute says.</param>
    /// <param name="cancellationToken">Stops waiting; the job may have been enqueued all the same.</param>
    /// <exception cref="ArgumentException">The type of the arguments has no such attribute.</exception>
    /// <exception cref="InvalidJobException">The job breaks a rule; the message names every fault.</exception>
    public static async ValueTask<EnqueueResult> EnqueueAsync<TArgs>(
        this IJobClient client, TArgs args, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var results = await client.EnqueueManyAsync([JobRequest.For(args, options)], cancellationToken);
        return results[0];
    }

    /// <summary>Enqueues a job together with the running job's completion.</summary>
    /// <param name="context">The running job.</param>
    /// <param name="args">Arguments of a type with <see cref="JobAttribute"/>.</param>
    /// <param name="options">When, how urgent, how often retried; what it leaves open the attribute says.</param>
    /// <returns>As <see cref="IJobContext.Enqueue"/>.</returns>
    /// <exception cref="ArgumentException">The type of the arguments has no such attribute.</exception>
    /// <exception cref="InvalidJobException">The job breaks a rule; the message names every fault.</exception>
    public static JobId Enqueue<TArgs>(this IJobContext context, TArgs args, EnqueueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var request = JobRequest.For(args, options);
        return context.Enqueue(request.Type, new WrittenArgs(request.Payload), request.Options);
    }
}
