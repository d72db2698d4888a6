namespace ActorJobs.Stores;

/// <summary>The store cannot be used as configured: it needs a person. The message says what to do.</summary>
public sealed class StoreConfigurationException(string message, Exception? inner = null)
    : ActorJobsException(message, inner);

/// <summary>
/// The store cannot be reached or written now. Whether the change was made is unknown; repeating it is safe.
/// </summary>
/// <param name="message">What failed.</param>
/// <param name="retryAfter">When to try again.</param>
/// <param name="inner">The driver's exception.</param>
public sealed class StoreUnavailableException(string message, TimeSpan retryAfter, Exception? inner = null)
    : ActorJobsException(message, inner)
{
    /// <summary>When to try again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>Too many writes wait; nothing was changed. Try again later.</summary>
/// <param name="message">What is full.</param>
/// <param name="retryAfter">When to try again.</param>
public sealed class StoreBusyException(string message, TimeSpan retryAfter) : ActorJobsException(message)
{
    /// <summary>When to try again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>A newer reader exists; the caller must stop claiming.</summary>
/// <param name="epoch">The epoch that was refused.</param>
public sealed class EpochLostException(ReaderEpoch epoch)
    : ActorJobsException($"Epoch {epoch.Value} is not the newest; another reader has taken over.")
{
    /// <summary>The epoch that was refused.</summary>
    public ReaderEpoch Epoch { get; } = epoch;
}

/// <summary>
/// An attempt cannot complete its job inside its handler's transaction any more, as its claim was taken back: the
/// transaction must be rolled back.
/// </summary>
/// <param name="job">The job.</param>
/// <param name="attempt">The attempt.</param>
public sealed class AttemptOverException(JobId job, int attempt) : ActorJobsException(
    $"Attempt {attempt} of job {job} no longer stands, so it cannot complete the job; roll the transaction back.")
{
    /// <summary>The job.</summary>
    public JobId Job { get; } = job;

    /// <summary>The attempt.</summary>
    public int Attempt { get; } = attempt;
}
