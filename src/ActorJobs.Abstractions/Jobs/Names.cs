using System.Diagnostics.CodeAnalysis;

namespace ActorJobs;

/// <summary>The lower-case words by which states and priorities are known in JSON, settings and SQL.</summary>
public static class Names
{
    /// <summary>All priorities, most urgent first.</summary>
    public static IReadOnlyList<Priority> Priorities { get; } = [Priority.High, Priority.Normal, Priority.Low];

    /// <summary>All states, in the order of a job's life.</summary>
    public static IReadOnlyList<JobState> States { get; } = Enum.GetValues<JobState>();

    /// <summary>The word for a state.</summary>
    public static string ToName(this JobState state) => state switch
    {
        JobState.Scheduled => "scheduled",
        JobState.Ready => "ready",
        JobState.Running => "running",
        JobState.Retrying => "retrying",
        JobState.Succeeded => "succeeded",
        JobState.Failed => "failed",
        JobState.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state."),
    };

    /// <summary>The word for a priority.</summary>
    public static string ToName(this Priority priority) => priority switch
    {
        Priority.High => "high",
        Priority.Normal => "normal",
        Priority.Low => "low",
        _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, "No such priority."),
    };

    /// <summary>The word for an error class.</summary>
    public static string ToName(this ErrorClass errorClass) => errorClass switch
    {
        ErrorClass.Transient => "transient",
        ErrorClass.Recoverable => "recoverable",
        ErrorClass.Permanent => "permanent",
        ErrorClass.Interrupted => "interrupted",
        _ => throw new ArgumentOutOfRangeException(nameof(errorClass), errorClass, "No such class."),
    };

    /// <summary>The word for a failure policy.</summary>
    public static string ToName(this FailurePolicy policy) => policy switch
    {
        FailurePolicy.Hold => "hold",
        FailurePolicy.Cancel => "cancel",
        FailurePolicy.Run => "run",
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "No such policy."),
    };

    /// <summary>The word for a policy about unique keys.</summary>
    public static string ToName(this UniquePolicy policy) => policy switch
    {
        UniquePolicy.Keep => "keep",
        UniquePolicy.Replace => "replace",
        UniquePolicy.Latest => "latest",
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "No such policy."),
    };

    /// <summary>Reads a state from its word, exactly as written by <see cref="ToName(JobState)"/>.</summary>
    public static bool TryParseState([NotNullWhen(true)] string? name, out JobState state) =>
        TryFind(States, ToName, name, out state);

    /// <summary>Reads a priority from its word, exactly as written by <see cref="ToName(Priority)"/>.</summary>
    public static bool TryParsePriority([NotNullWhen(true)] string? name, out Priority priority) =>
        TryFind(Priorities, ToName, name, out priority);

    /// <summary>Reads an error class from its word.</summary>
    public static bool TryParseErrorClass([NotNullWhen(true)] string? name, out ErrorClass errorClass) =>
        TryFind(Enum.GetValues<ErrorClass>(), ToName, name, out errorClass);

    /// <summary>Reads a failure policy from its word.</summary>
    public static bool TryParseFailurePolicy([NotNullWhen(true)] string? name, out FailurePolicy policy) =>
        TryFind(Enum.GetValues<FailurePolicy>(), ToName, name, out policy);

    /// <summary>Reads a policy about unique keys from its word.</summary>
    public static bool TryParseUniquePolicy([NotNullWhen(true)] string? name, out UniquePolicy policy) =>
        TryFind(Enum.GetValues<UniquePolicy>(), ToName, name, out policy);

    private static bool TryFind<T>(IReadOnlyList<T> values, Func<T, string> toName, string? name, out T found)
        where T : struct
    {
        foreach (var value in values)
        {
            if (toName(value) == name)
            {
                found = value;
                return true;
            }
        }
        found = default;
        return false;
    }
}
