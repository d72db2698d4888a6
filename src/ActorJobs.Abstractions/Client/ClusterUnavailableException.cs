namespace ActorJobs.Client;

/// <summary>
/// No node of the cluster answered in time. Whether the jobs were enqueued is unknown; repeating them under the same
/// <see cref="EnqueueOptions.Id"/>s is safe.
/// </summary>
/// <param name="message">Who was asked, how long, and what is known of why.</param>
/// <param name="retryAfter">When to try again.</param>
public sealed class ClusterUnavailableException(string message, TimeSpan retryAfter) : ActorJobsException(message)
{
    /// <summary>When to try again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
