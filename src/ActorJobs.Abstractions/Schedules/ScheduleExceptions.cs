using System.Collections.Immutable;

namespace ActorJobs.Schedules;

/// <summary>A schedule breaks one or more rules; nothing was changed.</summary>
/// <param name="faults">Every fault, as whole sentences.</param>
public sealed class InvalidScheduleException(ImmutableArray<string> faults)
    : ActorJobsException(string.Join(' ', faults))
{
    /// <summary>Every fault, as whole sentences.</summary>
    public ImmutableArray<string> Faults { get; } = faults;
}

/// <summary>No scheduler answered. Whether the change was made is unknown; repeating it is safe.</summary>
/// <param name="message">What to look at.</param>
/// <param name="retryAfter">When to try again.</param>
public sealed class SchedulerUnavailableException(string message, TimeSpan retryAfter) : ActorJobsException(message)
{
    /// <summary>When to try again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
