using System.Collections.Immutable;

namespace ActorJobs.Schedules;

/// <summary>How a schedule stands.</summary>
/// <param name="Schedule">The definition.</param>
/// <param name="Owner">Who defined it: <c>api</c>, <c>code</c>, <c>file</c> or <c>system</c>.</param>
/// <param name="Source">Of code the program that defines it; empty for other owners.</param>
/// <param name="Pause">Why and since when it makes no jobs; null: it does.</param>
/// <param name="Fires">Scheduled fires that made a job, since it was created.</param>
/// <param name="CreatedAt">When it was first defined.</param>
/// <param name="ChangedAt">When its definition last changed.</param>
/// <param name="NextFires">The next ten times, without jitter; none once it has ended.</param>
/// <param name="LastFires">The newest fires, at most 20, newest first.</param>
/// <param name="Warnings">What is allowed but perhaps not meant, such as a job type that no node takes.</param>
public sealed record ScheduleStatus(
    Schedule Schedule,
    ScheduleOwner Owner,
    string Source,
    SchedulePause? Pause,
    long Fires,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    ImmutableArray<DateTimeOffset> NextFires,
    ImmutableArray<ScheduleFire> LastFires,
    ImmutableArray<string> Warnings);

/// <summary>Who defined a schedule: only the same owner's next full list removes it.</summary>
public enum ScheduleOwner
{
    /// <summary>A person or program, over HTTP or <see cref="IJobSchedules"/>, which alone change and remove it.</summary>
    Api,

    /// <summary>A host's <c>AddSchedule</c>; the same program's next start changes or removes it.</summary>
    Code,

    /// <summary>The file that SCHEDULES_FILE names; its next content changes or removes it.</summary>
    File,

    /// <summary>ActorJobs itself, for its housekeeping: may be changed and paused, not removed.</summary>
    System,
}

/// <summary>A pause.</summary>
/// <param name="Since">From when.</param>
/// <param name="Note">For people; may be empty.</param>
public sealed record SchedulePause(DateTimeOffset Since, string Note);

/// <summary>What a fire came from.</summary>
public enum FireCause
{
    /// <summary>The schedule's own time.</summary>
    Schedule,

    /// <summary>A time that passed while no scheduler ran.</summary>
    CatchUp,

    /// <summary>Trigger now.</summary>
    Trigger,

    /// <summary>A backfill.</summary>
    Backfill,
}

/// <summary>What a fire did.</summary>
public enum FireResult
{
    /// <summary>Made a job.</summary>
    Enqueued,

    /// <summary>Made none, as an earlier job was live.</summary>
    Overlapped,

    /// <summary>Waits until no earlier job is live.</summary>
    Queued,

    /// <summary>Dropped by the misfire policy or the catch-up window.</summary>
    Missed,

    /// <summary>Did housekeeping in the scheduler itself, which makes no job.</summary>
    Performed,

    /// <summary>Made none, as the queue refused it: it breaks a rule of jobs that held less strictly before.</summary>
    Refused,
}

/// <summary>A fire.</summary>
/// <param name="DueAt">The schedule's time; of a trigger, when it was asked for.</param>
/// <param name="FiredAt">When the scheduler acted.</param>
/// <param name="Cause">What it came from.</param>
/// <param name="Result">What it did.</param>
/// <param name="Job">The job it made.</param>
public sealed record ScheduleFire(
    DateTimeOffset DueAt, DateTimeOffset FiredAt, FireCause Cause, FireResult Result, JobId? Job);
