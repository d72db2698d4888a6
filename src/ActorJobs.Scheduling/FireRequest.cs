using ActorJobs.Client;
using ActorJobs.Schedules;

namespace ActorJobs.Scheduling;

/// <summary>The job that a fire asks the queue for.</summary>
public static class FireRequest
{
    /// <summary>Tag of every job of a schedule.</summary>
    public static string TagOf(string scheduleId) => $"schedule:{scheduleId}";

    /// <summary>
    /// Key by which the overlap policy keeps a second job of a schedule out: it is held while an earlier one is live.
    /// </summary>
    public static string UniqueKeyOf(string scheduleId) => $"schedule/{scheduleId}";

    /// <summary>What is asked for.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="id">The job's id, which was recorded before: repeating the request makes no second job.</param>
    /// <param name="runAt">Not before this time; null: at once.</param>
    /// <param name="alone">Whether an earlier job that is live keeps this one out.</param>
    public static JobRequest Of(Schedule schedule, JobId? id, DateTimeOffset? runAt, bool alone)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var job = schedule.Job;
        return new JobRequest(job.Type, job.Payload, new EnqueueOptions
        {
            Id = id,
            RunAt = runAt,
            Priority = job.Priority,
            MaxRetries = job.MaxRetries,
            Timeout = job.Timeout,
            UniqueKey = alone ? UniqueKeyOf(schedule.Id) : null,
            ConcurrencyKey = job.ConcurrencyKey,
            Tags = [.. job.Tags, TagOf(schedule.Id)],
        });
    }
}
