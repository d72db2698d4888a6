using System.Text.Json;
using ActorJobs.Rules;
using ActorJobs.Schedules;
using ActorJobs.Scheduling.Json;

namespace ActorJobs.Gateway.Json;

// What the calls for schedules answer and take, as the API document shows it.

/// <summary>Body of a definition.</summary>
internal sealed record ScheduleBody(
    string? Cron, string? Every, DateTimeOffset? RunAt, DateTimeOffset? Anchor, string? TimeZone, ScheduledJobModel Job,
    string? Overlap, string? Misfire, string? CatchUp, string? Jitter, DateTimeOffset? StartAt, DateTimeOffset? EndAt,
    long? MaxFires, string? Description, string[]? Tags);

/// <summary>What each fire enqueues.</summary>
internal sealed record ScheduledJobModel(
    string Type, JsonElement Payload, string? Priority, int? MaxRetries, string? Timeout, string? ConcurrencyKey, string[]? Tags);

/// <summary>A schedule and how it stands.</summary>
internal sealed record ScheduleModel(
    string Id, string? Cron, string? Every, DateTimeOffset? RunAt, DateTimeOffset? Anchor, string? TimeZone,
    ScheduledJobModel Job, string Overlap, string Misfire, string CatchUp, string Jitter, DateTimeOffset? StartAt,
    DateTimeOffset? EndAt, long? MaxFires, string? Description, string[] Tags, string Owner, string? Source, bool Paused,
    DateTimeOffset? PausedSince, string? PauseNote, long Fires, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt,
    DateTimeOffset[] NextFires, FireModel[] LastFires, string[] Warnings);

/// <summary>A fire; its job is null when it made none.</summary>
internal sealed record FireModel(DateTimeOffset DueAt, DateTimeOffset FiredAt, string Cause, string Result, string? Job);

/// <summary>A page of schedules.</summary>
internal sealed record SchedulePageModel(ScheduleModel[] Schedules, string? NextCursor);

/// <summary>Body of a pause.</summary>
internal sealed record PauseScheduleBody(string? Note);

/// <summary>Body of a backfill: the first and the last time to make up for.</summary>
internal sealed record BackfillBody(DateTimeOffset From, DateTimeOffset To);

/// <summary>How many jobs a backfill made.</summary>
internal sealed record BackfilledModel(int Jobs);

/// <summary>Makes the models.</summary>
internal static class ScheduleModels
{
    public static ScheduleModel Of(ScheduleStatus status)
    {
        var schedule = status.Schedule;
        return new ScheduleModel(
            schedule.Id, schedule.Cron, Text(schedule.Every), schedule.RunAt, schedule.Anchor,
            schedule.Cron is null ? null : schedule.TimeZone, Of(schedule.Job), ScheduleJson.ToWord(schedule.Overlap),
            ScheduleJson.ToWord(schedule.Misfire), DurationText.Format(schedule.CatchUp), DurationText.Format(schedule.Jitter),
            schedule.StartAt, schedule.EndAt, schedule.MaxFires, schedule.Description, [.. schedule.Tags],
            ScheduleJson.ToWord(status.Owner), status.Source.Length == 0 ? null : status.Source, status.Pause is not null,
            status.Pause?.Since, status.Pause?.Note, status.Fires, status.CreatedAt, status.ChangedAt, [.. status.NextFires],
            [.. status.LastFires.Select(Of)], [.. status.Warnings]);
    }

    public static FireModel Of(ScheduleFire fire) => new(
        fire.DueAt, fire.FiredAt, ScheduleJson.ToWord(fire.Cause), ScheduleJson.ToWord(fire.Result), fire.Job?.ToString());

    private static ScheduledJobModel Of(ScheduledJob job) => new(
        job.Type, JsonElement.Parse(job.Payload.Span), job.Priority.ToName(), job.MaxRetries, Text(job.Timeout),
        job.ConcurrencyKey, [.. job.Tags]);

    private static string? Text(TimeSpan? duration) => duration is { } given ? DurationText.Format(given) : null;
}
