using System.Globalization;
using ActorJobs.Client;
using ActorJobs.Schedules;

namespace ActorJobs.Scheduling;

/// <summary>The job that a fire asks the queue for.</summary>
public static class FireRequest
{
    /// <summary>Tag of every job of a schedule.</summary>
    public static string TagOf(string scheduleId) => $"schedule:{scheduleId}";

    /// <summary>
    /// Key that the job of a fire holds: whoever asks for the same fire again is answered with the job that holds it.
    /// </summary>
    public static string UniqueKeyOf(string scheduleId, DateTimeOffset dueAt) =>
        string.Create(CultureInfo.InvariantCulture, $"schedule/{scheduleId}/{dueAt.UtcDateTime:O}");

    /// <summary>Key that the job of a trigger holds: each trigger is a fire of its own, whenever it was asked for.</summary>
    public static string UniqueKeyOf(string scheduleId, JobId job) => $"schedule/{scheduleId}/{job}";

    /// <summary>What is asked for.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="fire">The fire; its <see cref="ScheduleFire.Job"/> is the id that was recorded before.</param>
    /// <param name="keyFor">How long its unique key is held at least.</param>
    public static JobRequest Of(Schedule schedule, ScheduleFire fire, TimeSpan keyFor)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(fire);
        var id = fire.Job ?? throw new ArgumentException("The fire has no job.", nameof(fire));
        var isTrigger = fire.Cause == FireCause.Trigger;
        return Of(schedule, new EnqueueOptions
        {
            Id = id,
            RunAt = isTrigger ? null : fire.DueAt + FireJitter.Of(schedule, fire.DueAt),
            UniqueKey = isTrigger ? UniqueKeyOf(schedule.Id, id) : UniqueKeyOf(schedule.Id, fire.DueAt),
            UniqueFor = keyFor,
        });
    }

    /// <summary>What is asked for but for its fire.</summary>
    internal static JobRequest Of(Schedule schedule, EnqueueOptions options)
    {
        var job = schedule.Job;
        return new JobRequest(job.Type, job.Payload, options with
        {
            Priority = job.Priority,
            MaxRetries = job.MaxRetries,
            Timeout = job.Timeout,
            ConcurrencyKey = job.ConcurrencyKey,
            Tags = [.. job.Tags, TagOf(schedule.Id)],
        });
    }
}
