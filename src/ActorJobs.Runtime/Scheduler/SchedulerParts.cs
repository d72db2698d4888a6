using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Operations;
using ActorJobs.Schedules;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>What the scheduler works with.</summary>
/// <param name="Queries">Asked whether earlier jobs have ended.</param>
/// <param name="Client">Makes the jobs.</param>
/// <param name="Operations">Cancels them.</param>
/// <param name="Tasks">Housekeeping.</param>
/// <param name="File">The schedules file; null when none is set.</param>
/// <param name="Time">By the store's clock.</param>
internal sealed record SchedulerParts(
    IJobQueries Queries, IJobClient Client, IJobOperations Operations, SchedulerTasks Tasks, IScheduleFile? File, TimeProvider Time);

/// <summary>The file that schedules may be defined in.</summary>
public interface IScheduleFile
{
    /// <summary>Its schedules. Not called twice at a time.</summary>
    /// <param name="always">False: only when it changed since the last call, successful or not; null otherwise.</param>
    /// <exception cref="InvalidScheduleException">It cannot be read; the faults say why.</exception>
    Task<ImmutableArray<Schedule>?> ReadAsync(bool always);
}
