using System.Collections.Immutable;
using ActorJobs.Schedules;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>What the scheduler's journal holds. Their form is that of the wire, see <c>Wire/README.md</c>.</summary>
internal static class SchedulerEvents
{
    public interface IEvent;

    /// <summary>
    /// A scheduler took over. It is the first event that each writes: writing it makes every older one's next event fail, as
    /// the journal takes no two events of one number.
    /// </summary>
    /// <param name="Node">Where it runs.</param>
    /// <param name="At">When.</param>
    public sealed record TermOpened(NodeId Node, DateTimeOffset At) : IEvent;

    /// <summary>Definitions came, changed or went, all at once.</summary>
    /// <param name="At">When.</param>
    /// <param name="Defined">New and changed ones.</param>
    /// <param name="Removed">Ids.</param>
    public sealed record SchedulesChanged(
        DateTimeOffset At, ImmutableArray<Definition> Defined, ImmutableArray<string> Removed) : IEvent;

    /// <summary>A definition and whose it is.</summary>
    /// <param name="Schedule">What it says.</param>
    /// <param name="Owner">Who defined it.</param>
    /// <param name="Source">Of code the program.</param>
    public sealed record Definition(Schedule Schedule, ScheduleOwner Owner, string Source);

    /// <summary>A pause began or, when it is null, ended.</summary>
    /// <param name="Id">The schedule.</param>
    /// <param name="At">When.</param>
    /// <param name="Pause">The pause.</param>
    public sealed record PauseChanged(string Id, DateTimeOffset At, SchedulePause? Pause) : IEvent;

    /// <summary>
    /// What the times that have come are to do, before any of it is done: job ids are chosen here, so whoever does it, and
    /// however often, makes each job once.
    /// </summary>
    /// <param name="At">When.</param>
    /// <param name="Schedules">Those whose times have come.</param>
    /// <param name="Cancels">Jobs to cancel first.</param>
    public sealed record FiresPlanned(
        DateTimeOffset At, ImmutableArray<PlannedSchedule> Schedules, ImmutableArray<JobId> Cancels) : IEvent;

    /// <summary>What is planned for one schedule.</summary>
    /// <param name="Id">The schedule.</param>
    /// <param name="Mark">Up to here its times are dealt with.</param>
    /// <param name="Fires">Oldest first.</param>
    public sealed record PlannedSchedule(string Id, DateTimeOffset Mark, ImmutableArray<PlannedFire> Fires);

    /// <summary>A planned fire.</summary>
    /// <param name="DueAt">The schedule's time.</param>
    /// <param name="Cause">What it comes from.</param>
    /// <param name="Result">What it is to do.</param>
    /// <param name="Job">The id its job gets, when it makes one.</param>
    /// <param name="WasQueued">Whether it had waited for an earlier job.</param>
    public sealed record PlannedFire(
        DateTimeOffset DueAt, FireCause Cause, FireResult Result, JobId? Job, bool WasQueued = false);

    /// <summary>All that was planned has been done.</summary>
    /// <param name="At">When.</param>
    /// <param name="Corrections">Where the queue answered otherwise than was planned.</param>
    public sealed record FiresSettled(DateTimeOffset At, ImmutableArray<Correction> Corrections) : IEvent;

    /// <summary>A fire that went otherwise.</summary>
    /// <param name="Schedule">The schedule.</param>
    /// <param name="Planned">The id that its job was to get.</param>
    /// <param name="Result">What it did.</param>
    /// <param name="Job">The job that stands for it, if any.</param>
    public sealed record Correction(string Schedule, JobId Planned, FireResult Result, JobId? Job);

    /// <summary>The whole state, at a moment when nothing planned is left to do.</summary>
    /// <param name="Entries">All schedules.</param>
    public sealed record Snapshot(ImmutableArray<ScheduleEntry> Entries);
}
