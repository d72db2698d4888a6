using ActorJobs.Schedules;
using Google.Protobuf;

namespace ActorJobs.Runtime.Wire;

/// <summary>What messages and events of the scheduler are made of.</summary>
internal static class ScheduleParts
{
    public static Forms.Schedule ToForm(this Schedule schedule)
    {
        var form = new Forms.Schedule
        {
            Id = schedule.Id,
            TimeZone = schedule.TimeZone,
            Job = schedule.Job.ToForm(),
            Overlap = (int)schedule.Overlap,
            Misfire = (int)schedule.Misfire,
            CatchUp = schedule.CatchUp.Ticks,
            Jitter = schedule.Jitter.Ticks,
        };
        form.Tags.AddRange(schedule.Tags);
        if (schedule.Cron is { } cron)
        {
            form.Cron = cron;
        }
        if (schedule.Every is { } every)
        {
            form.Every = every.Ticks;
        }
        if (schedule.RunAt is { } at)
        {
            form.RunAt = at.UtcTicks;
        }
        if (schedule.Anchor is { } anchor)
        {
            form.Anchor = anchor.UtcTicks;
        }
        if (schedule.StartAt is { } start)
        {
            form.StartAt = start.UtcTicks;
        }
        if (schedule.EndAt is { } end)
        {
            form.EndAt = end.UtcTicks;
        }
        if (schedule.MaxFires is { } fires)
        {
            form.MaxFires = fires;
        }
        if (schedule.Description is { } text)
        {
            form.Description = text;
        }
        return form;
    }

    public static Schedule ToSchedule(this Forms.Schedule form) => new()
    {
        Id = form.Id,
        Cron = form.HasCron ? form.Cron : null,
        Every = form.HasEvery ? TimeSpan.FromTicks(form.Every) : null,
        RunAt = form.HasRunAt ? form.RunAt.ToTime() : null,
        Anchor = form.HasAnchor ? form.Anchor.ToTime() : null,
        TimeZone = form.TimeZone,
        Job = form.Job.ToJob(),
        Overlap = (OverlapPolicy)form.Overlap,
        Misfire = (MisfirePolicy)form.Misfire,
        CatchUp = TimeSpan.FromTicks(form.CatchUp),
        Jitter = TimeSpan.FromTicks(form.Jitter),
        StartAt = form.HasStartAt ? form.StartAt.ToTime() : null,
        EndAt = form.HasEndAt ? form.EndAt.ToTime() : null,
        MaxFires = form.HasMaxFires ? form.MaxFires : null,
        Description = form.HasDescription ? form.Description : null,
        Tags = [.. form.Tags],
    };

    private static Forms.ScheduledJob ToForm(this ScheduledJob job)
    {
        var form = new Forms.ScheduledJob
        {
            Type = job.Type,
            Payload = UnsafeByteOperations.UnsafeWrap(job.Payload),
            Priority = (int)job.Priority,
        };
        form.Tags.AddRange(job.Tags);
        if (job.MaxRetries is { } retries)
        {
            form.MaxRetries = retries;
        }
        if (job.Timeout is { } timeout)
        {
            form.Timeout = timeout.Ticks;
        }
        if (job.ConcurrencyKey is { } key)
        {
            form.ConcurrencyKey = key;
        }
        return form;
    }

    private static ScheduledJob ToJob(this Forms.ScheduledJob form) => new()
    {
        Type = form.Type,
        Payload = form.Payload.Memory,
        Priority = (Priority)form.Priority,
        MaxRetries = form.HasMaxRetries ? form.MaxRetries : null,
        Timeout = form.HasTimeout ? TimeSpan.FromTicks(form.Timeout) : null,
        ConcurrencyKey = form.HasConcurrencyKey ? form.ConcurrencyKey : null,
        Tags = [.. form.Tags],
    };

    public static Forms.SchedulePause? ToForm(this SchedulePause? pause) =>
        pause is null ? null : new Forms.SchedulePause { Since = pause.Since.UtcTicks, Note = pause.Note };

    public static SchedulePause? ToPause(this Forms.SchedulePause? form) =>
        form is null ? null : new SchedulePause(form.Since.ToTime(), form.Note);

    public static Forms.ScheduleFire ToForm(this ScheduleFire fire)
    {
        var form = new Forms.ScheduleFire
        {
            DueAt = fire.DueAt.UtcTicks,
            FiredAt = fire.FiredAt.UtcTicks,
            Cause = (int)fire.Cause,
            Result = (int)fire.Result,
        };
        if (fire.Job is { } job)
        {
            form.Job = job.ToForm();
        }
        return form;
    }

    public static ScheduleFire ToFire(this Forms.ScheduleFire form) => new(
        form.DueAt.ToTime(), form.FiredAt.ToTime(), (FireCause)form.Cause, (FireResult)form.Result,
        form.HasJob ? form.Job.ToJobId() : null);

    public static Forms.ScheduleStatus ToForm(this ScheduleStatus status)
    {
        var form = new Forms.ScheduleStatus
        {
            Schedule = status.Schedule.ToForm(),
            Owner = (int)status.Owner,
            Source = status.Source,
            Pause = status.Pause.ToForm(),
            Fires = status.Fires,
            CreatedAt = status.CreatedAt.UtcTicks,
            ChangedAt = status.ChangedAt.UtcTicks,
        };
        form.NextFires.AddRange(status.NextFires.Select(at => at.UtcTicks));
        form.LastFires.AddRange(status.LastFires.Select(ToForm));
        form.Warnings.AddRange(status.Warnings);
        return form;
    }

    public static ScheduleStatus ToStatus(this Forms.ScheduleStatus form) => new(
        form.Schedule.ToSchedule(), (ScheduleOwner)form.Owner, form.Source, form.Pause.ToPause(), form.Fires,
        form.CreatedAt.ToTime(), form.ChangedAt.ToTime(), [.. form.NextFires.Select(at => at.ToTime())],
        [.. form.LastFires.Select(ToFire)], [.. form.Warnings]);
}
