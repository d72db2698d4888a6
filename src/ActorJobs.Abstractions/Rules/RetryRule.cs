namespace ActorJobs.Rules;

/// <summary>When a job that failed is tried again.</summary>
/// <param name="BaseDelay">Upper bound of the first back-off; doubled for each further one.</param>
/// <param name="MaxDelay">Upper bound of any back-off.</param>
public sealed record RetryPolicy(TimeSpan BaseDelay, TimeSpan MaxDelay)
{
    /// <summary>1 s, doubling, at most 10 minutes.</summary>
    public static RetryPolicy Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
}

/// <summary>What follows a failed attempt.</summary>
public abstract record RetryDecision
{
    /// <summary>Try again after a wait; zero for at once.</summary>
    /// <param name="Delay">The wait.</param>
    public sealed record Again(TimeSpan Delay) : RetryDecision;

    /// <summary>The error is permanent, or no attempt is left.</summary>
    public sealed record GiveUp : RetryDecision
    {
        /// <summary>The one instance.</summary>
        public static GiveUp Instance { get; } = new();
    }
}

/// <summary>Decides what follows a failed attempt. Pure.</summary>
public static class RetryRule
{
    private const int MaxDoublings = 30;

    /// <summary>
    /// Transient: at once. Recoverable: after a wait drawn evenly from 0 to min(MaxDelay, BaseDelay × 2^(n−1)) for the
    /// n-th failure, "full jitter" of M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    /// Permanent: never.
    /// </summary>
    /// <param name="failures">Failures since the job was enqueued or last retried by hand, this one included; from
    /// 1.</param>
    /// <param name="maxRetries">Attempts allowed after the first.</param>
    /// <param name="errorClass">Class of this failure.</param>
    /// <param name="retryAfter">The error's own wish, which replaces the back-off but not its upper bound.</param>
    /// <param name="policy">Bounds of the back-off.</param>
    /// <param name="random">A number from 0 up to 1.</param>
    public static RetryDecision Decide(
        int failures, int maxRetries, ErrorClass errorClass, TimeSpan? retryAfter, RetryPolicy policy, double random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        if (errorClass == ErrorClass.Permanent || failures > maxRetries)
        {
            return RetryDecision.GiveUp.Instance;
        }
        return new RetryDecision.Again(errorClass switch
        {
            ErrorClass.Recoverable when retryAfter is { } wish => Clamp(wish, policy.MaxDelay),
            ErrorClass.Recoverable => UpperBound(failures, policy) * random,
            _ => TimeSpan.Zero,
        });
    }

    /// <summary>The longest back-off after the n-th failure.</summary>
    public static TimeSpan UpperBound(int failures, RetryPolicy policy)
    {
        var ticks = policy.BaseDelay.Ticks * Math.Pow(2, Math.Min(failures - 1, MaxDoublings));
        return TimeSpan.FromTicks((long)Math.Min(ticks, policy.MaxDelay.Ticks));
    }

    private static TimeSpan Clamp(TimeSpan wish, TimeSpan max) =>
        wish < TimeSpan.Zero ? TimeSpan.Zero : wish > max ? max : wish;
}
