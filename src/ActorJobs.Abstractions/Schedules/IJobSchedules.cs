using System.Collections.Immutable;

namespace ActorJobs.Schedules;

/// <summary>
/// The cluster's schedules. Every call is answered by the active scheduler once the change is durable. Thread-safe.
/// </summary>
/// <remarks>
/// All calls throw <see cref="SchedulerUnavailableException"/> when no scheduler answers within a few seconds; whether the
/// change was made is unknown then, and repeating it is safe.
/// </remarks>
public interface IJobSchedules
{
    /// <summary>Defines a schedule or changes its definition; its pause and its history stay.</summary>
    /// <returns>Whether it is new, and how it stands.</returns>
    /// <exception cref="InvalidScheduleException">The definition breaks a rule; nothing was changed.</exception>
    /// <exception cref="ScheduleOwnedException">Its id belongs to a program or a file.</exception>
    Task<(bool Created, ScheduleStatus Status)> PutAsync(Schedule schedule, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the schedules of an owner exactly these: others of the same owner and source are removed, all else stays.
    /// A second call with the same definitions changes nothing.
    /// </summary>
    /// <param name="owner">Code or file.</param>
    /// <param name="source">Of code the program, at most 128 characters; empty for the file.</param>
    /// <param name="schedules">All of them; 7 MiB at most.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidScheduleException">A definition breaks a rule, or its id belongs to another owner; nothing was
    /// changed.</exception>
    Task ReplaceAsync(
        ScheduleOwner owner, string source, ImmutableArray<Schedule> schedules, CancellationToken cancellationToken);

    /// <summary>How a schedule stands; null for an unknown one.</summary>
    Task<ScheduleStatus?> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>A page of schedules in order of id.</summary>
    /// <param name="after">The last id of the page before; null for the first.</param>
    /// <param name="limit">Most answered, 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<ImmutableArray<ScheduleStatus>> ListAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Removes a schedule; its jobs stay. False for an unknown one.</summary>
    /// <exception cref="ScheduleOwnedException">It belongs to a program, a file or the system.</exception>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);

    /// <summary>Makes no more jobs until <see cref="ResumeAsync"/>; times that pass meanwhile are dropped.</summary>
    /// <returns>False for an unknown schedule.</returns>
    Task<bool> PauseAsync(string id, string note, CancellationToken cancellationToken);

    /// <summary>Ends a pause; false for an unknown schedule.</summary>
    Task<bool> ResumeAsync(string id, CancellationToken cancellationToken);

    /// <summary>Fires now, paused or not; the overlap policy applies.</summary>
    /// <returns>Null for an unknown schedule.</returns>
    Task<ScheduleFire?> TriggerAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Enqueues a job for each time of the schedule within a range of the past, oldest first, whatever the overlap policy;
    /// at most 1,000. A time whose job is still kept, live or in history, makes no second one.
    /// </summary>
    /// <returns>How many jobs were made; null for an unknown schedule.</returns>
    /// <exception cref="InvalidScheduleException">The range is empty, in the future or holds too many times.</exception>
    Task<int?> BackfillAsync(string id, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}
