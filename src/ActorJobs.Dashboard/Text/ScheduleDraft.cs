using System.Globalization;
using ActorJobs.Client;
using ActorJobs.Rules;
using ActorJobs.Scheduling;
using ActorJobs.Schedules;

namespace ActorJobs.Dashboard.Text;

/// <summary>A schedule as it stands in a form.</summary>
public sealed class ScheduleDraft
{
    private Schedule? _from;

    /// <summary>Identity.</summary>
    public string Id { get; set; } = "";

    /// <summary>Which of the three kinds: cron, every or once.</summary>
    public string Kind { get; set; } = "cron";

    /// <summary>Cron expression.</summary>
    public string Cron { get; set; } = "0 3 * * *";

    /// <summary>Interval as a duration.</summary>
    public string Every { get; set; } = "15m";

    /// <summary>A single time, in UTC.</summary>
    public DateTime? RunAt { get; set; }

    /// <summary>IANA zone of the cron expression.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>What happens while an earlier job is live.</summary>
    public OverlapPolicy Overlap { get; set; } = OverlapPolicy.Skip;

    /// <summary>What happens to missed times.</summary>
    public MisfirePolicy Misfire { get; set; } = MisfirePolicy.Once;

    /// <summary>Jitter as a duration; empty for none.</summary>
    public string Jitter { get; set; } = "";

    /// <summary>For people.</summary>
    public string Description { get; set; } = "";

    /// <summary>The job.</summary>
    public JobDraft Job { get; set; } = new();

    /// <summary>A draft of a schedule that is there.</summary>
    public static ScheduleDraft Of(Schedule schedule) => new()
    {
        _from = schedule,
        Id = schedule.Id,
        Kind = schedule.Cron is not null ? "cron" : schedule.Every is not null ? "every" : "once",
        Cron = schedule.Cron ?? "0 3 * * *",
        Every = schedule.Every is { } every ? DurationText.Format(every) : "15m",
        RunAt = schedule.RunAt?.UtcDateTime,
        TimeZone = schedule.TimeZone,
        Overlap = schedule.Overlap,
        Misfire = schedule.Misfire,
        Jitter = schedule.Jitter > TimeSpan.Zero ? DurationText.Format(schedule.Jitter) : "",
        Description = schedule.Description ?? "",
        Job = JobDraft.Of(schedule.Job),
    };

    /// <summary>The definition, or every fault as a whole sentence.</summary>
    public (Schedule? Schedule, IReadOnlyList<string> Faults) Read(JobDefaults defaults, DateTimeOffset now)
    {
        var faults = new List<string>(Job.Faults());
        var every = Duration(Kind == "every" ? Every : null, "The interval", faults);
        var jitter = Duration(Jitter, "The jitter", faults);
        if (Kind == "once" && RunAt is null)
        {
            faults.Add("A time is needed.");
        }
        if (faults.Count > 0)
        {
            return (null, faults);
        }
        var job = Job.ToScheduled();
        // What the form does not show stays as it is.
        var schedule = (_from ?? new Schedule { Id = Id, Job = job }) with
        {
            Id = Id.Trim(),
            Cron = Kind == "cron" ? Cron.Trim() : null,
            Every = every,
            RunAt = Kind == "once" ? new DateTimeOffset(DateTime.SpecifyKind(RunAt!.Value, DateTimeKind.Utc)) : null,
            TimeZone = Kind == "cron" ? TimeZone.Trim() : "UTC",
            Anchor = Kind == "every" ? _from?.Anchor : null,
            Job = job,
            Overlap = Overlap,
            Misfire = Misfire,
            Jitter = jitter ?? TimeSpan.Zero,
            Description = string.IsNullOrWhiteSpace(Description) ? null : Description.Trim(),
        };
        var broken = ScheduleRules.FaultsOf(schedule, defaults, now);
        return broken.IsEmpty ? (schedule, []) : (null, broken);
    }

    private static TimeSpan? Duration(string? text, string what, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        if (DurationText.TryParse(text.Trim(), out var span))
        {
            return span;
        }
        faults.Add(string.Create(CultureInfo.InvariantCulture, $"{what} must be a duration such as 30s, 15m or 2h."));
        return null;
    }
}
