using System.Text.Json;
using ActorJobs.Schedules;

namespace ActorJobs.Client.Http.Json;

/// <summary>A definition as the gateway takes it.</summary>
internal sealed record ScheduleModel(
    string? Cron, TimeSpan? Every, DateTimeOffset? RunAt, DateTimeOffset? Anchor, string? TimeZone, ScheduleEntryJob Job,
    OverlapPolicy Overlap, MisfirePolicy Misfire, TimeSpan CatchUp, TimeSpan Jitter, DateTimeOffset? StartAt,
    DateTimeOffset? EndAt, long? MaxFires, string? Description, string[] Tags);

internal sealed record NoteModel(string Note);

internal sealed record RangeModel(DateTimeOffset From, DateTimeOffset To);

internal sealed record BackfilledModel(int Jobs);

/// <summary>Writes definitions.</summary>
internal static class ScheduleWriter
{
    public static byte[] Write(Schedule schedule)
    {
        var job = schedule.Job;
        return JsonSerializer.SerializeToUtf8Bytes(
            new ScheduleModel(
                schedule.Cron, schedule.Every, schedule.RunAt, schedule.Anchor, schedule.Cron is null ? null : schedule.TimeZone,
                new ScheduleEntryJob(job.Type, JsonElement.Parse(job.Payload.Span), job.Priority, job.MaxRetries, job.Timeout,
                    job.ConcurrencyKey, job.Tags),
                schedule.Overlap, schedule.Misfire, schedule.CatchUp, schedule.Jitter, schedule.StartAt, schedule.EndAt,
                schedule.MaxFires, schedule.Description, [.. schedule.Tags]),
            ClientJson.Default.ScheduleModel);
    }
}
