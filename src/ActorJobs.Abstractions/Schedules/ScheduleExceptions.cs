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

/// <summary>A schedule is defined elsewhere, so it is changed and removed there.</summary>
/// <param name="id">The schedule.</param>
/// <param name="owner">Who owns it.</param>
/// <param name="source">Of code the program; else empty.</param>
public sealed class ScheduleOwnedException(string id, ScheduleOwner owner, string source)
    : ActorJobsException(owner switch
    {
        ScheduleOwner.File => $"Schedule '{id}' is defined in the schedules file; change it there. It may be paused, resumed, " +
            "triggered and backfilled here.",
        ScheduleOwner.Code => $"Schedule '{id}' is defined in the code of {source}; change it there. It may be paused, resumed, " +
            "triggered and backfilled here.",
        _ => $"Schedule '{id}' does the housekeeping of ActorJobs; it may be changed and paused, but not removed.",
    })
{
    /// <summary>The schedule.</summary>
    public string Id { get; } = id;

    /// <summary>Who owns it.</summary>
    public ScheduleOwner Owner { get; } = owner;

    /// <summary>Of code the program; else empty.</summary>
    public string OwnerSource { get; } = source;
}
