using System.Buffers;
using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Schedules;
using ActorJobs.Scheduling.Times;

namespace ActorJobs.Scheduling;

/// <summary>The rules that a schedule's definition must keep.</summary>
public static class ScheduleRules
{
    /// <summary>Shortest interval.</summary>
    public static readonly TimeSpan MinEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest interval.</summary>
    public static readonly TimeSpan MaxEvery = JobLimits.MaxDelay;

    /// <summary>Longest catch-up window.</summary>
    public static readonly TimeSpan MaxCatchUp = TimeSpan.FromDays(366);

    /// <summary>Longest jitter.</summary>
    public static readonly TimeSpan MaxJitter = TimeSpan.FromDays(1);

    /// <summary>Longest id, in characters: the tag that its jobs get is as long as a tag may be.</summary>
    public static readonly int MaxIdLength = JobLimits.MaxTagLength - FireRequest.TagOf("").Length;

    /// <summary>Longest description, in characters.</summary>
    public const int MaxDescriptionLength = 1000;

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create(JobLimits.NameCharacters);

    /// <summary>Every fault of a definition, as whole sentences; none when it may be used.</summary>
    /// <param name="schedule">The definition.</param>
    /// <param name="defaults">Limits of its job.</param>
    /// <param name="now">The time.</param>
    public static ImmutableArray<string> FaultsOf(Schedule schedule, JobDefaults defaults, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var faults = ImmutableArray.CreateBuilder<string>();
        void Require(bool kept, string otherwise)
        {
            if (!kept)
            {
                faults.Add(otherwise);
            }
        }
        Require(
            schedule.Id.Length > 0 && schedule.Id.Length <= MaxIdLength && !schedule.Id.AsSpan().ContainsAnyExcept(IdCharacters),
            $"id must have 1 to {MaxIdLength} letters, digits and . _ : / - characters.");
        Require(schedule.Every is null || (schedule.Every >= MinEvery && schedule.Every <= MaxEvery),
            $"every must be from 100ms to {MaxEvery.TotalDays} days.");
        Require(schedule.Anchor is null || schedule.Every is not null, "anchor belongs to every; leave it out, or give every.");
        Require(schedule.Cron is not null || schedule.TimeZone == "UTC", "timeZone belongs to cron; leave it out, or give cron.");
        Require(Enum.IsDefined(schedule.Overlap), "overlap must be skip, allow, queueOne or cancelPrevious.");
        Require(Enum.IsDefined(schedule.Misfire), "misfire must be skip, once or all.");
        Require(schedule.CatchUp >= TimeSpan.Zero && schedule.CatchUp <= MaxCatchUp,
            $"catchUp must be from 0ms to {MaxCatchUp.TotalDays} days.");
        Require(schedule.Jitter >= TimeSpan.Zero && schedule.Jitter <= MaxJitter, "jitter must be from 0ms to 24h.");
        Require(schedule.StartAt is null || schedule.EndAt is null || schedule.StartAt <= schedule.EndAt,
            "endAt must not be before startAt.");
        Require(schedule.MaxFires is null or >= 1, "maxFires must be at least 1.");
        Require(schedule.Description is null
            || (schedule.Description.Length <= MaxDescriptionLength && JobAdmission.IsText(schedule.Description)),
            $"description must have at most {MaxDescriptionLength} characters of Unicode text without NUL characters.");
        Require(schedule.Tags.Length <= JobLimits.MaxTags
            && schedule.Tags.All(tag => tag is { Length: > 0 and <= JobLimits.MaxTagLength } && JobAdmission.IsText(tag)),
            $"tags must be at most {JobLimits.MaxTags} of 1 to {JobLimits.MaxTagLength} characters of Unicode text without NUL " +
            "characters.");
        faults.AddRange(FaultsOfTimes(schedule));
        faults.AddRange(FaultsOfJob(schedule, defaults, now));
        return faults.ToImmutable();
    }

    private static IEnumerable<string> FaultsOfTimes(Schedule schedule)
    {
        var kinds = (schedule.Cron is null ? 0 : 1) + (schedule.Every is null ? 0 : 1) + (schedule.RunAt is null ? 0 : 1);
        if (kinds != 1)
        {
            return [$"Exactly one of cron, every and runAt must be given, not {(kinds == 0 ? "none" : "several")}."];
        }
        return schedule.Cron is null ? [] : FaultsOfCron(schedule.Cron, schedule);
    }

    private static IEnumerable<string> FaultsOfCron(string text, Schedule schedule)
    {
        if (Fault(() => IanaZone.Find(schedule.TimeZone)) is { } zone)
        {
            yield return zone;
        }
        if (Fault(() => CronText.Parse(text, schedule.Id)) is { } cron)
        {
            yield return cron;
        }
        else if (CronText.Parse(text, schedule.Id).GetNextOccurrence(DateTime.UnixEpoch, TimeZoneInfo.Utc) is null)
        {
            yield return $"cron '{text}' names a date that never comes, such as 31 February.";
        }
    }

    private static IEnumerable<string> FaultsOfJob(Schedule schedule, JobDefaults defaults, DateTimeOffset now)
    {
        var request = FireRequest.Of(schedule, new EnqueueOptions());
        var own = request with { Options = request.Options! with { Tags = schedule.Job.Tags } };
        var faults = JobAdmission.FaultsOf(own, defaults, now).Select(fault => $"job: {fault}");
        return schedule.Job.Tags.Length == JobLimits.MaxTags
            ? faults.Append($"job: tags must be at most {JobLimits.MaxTags - 1}, as schedule:ID is added to them.")
            : faults;
    }

    private static string? Fault(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }
}
