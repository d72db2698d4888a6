using System.Collections.Immutable;
using System.Text.Json;
using ActorJobs.Schedules;

namespace ActorJobs.Scheduling.Json;

/// <summary>Reads definitions as people write them, in a request or in a file.</summary>
public static class ScheduleJson
{
    // A payload may be 64 levels deep, and stands three levels below the file.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 68 };

    private static readonly JsonDocumentOptions FileOptions =
        Options with { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly string[] Fields =
    [
        "cron", "every", "runAt", "anchor", "timeZone", "job", "overlap", "misfire", "catchUp", "jitter", "startAt", "endAt",
        "maxFires", "description", "tags",
    ];

    private static readonly string[] JobFields =
        ["type", "payload", "priority", "maxRetries", "timeout", "concurrencyKey", "tags"];

    /// <summary>The words for overlap policies.</summary>
    public static IReadOnlyDictionary<string, OverlapPolicy> Overlaps { get; } = Words<OverlapPolicy>();

    /// <summary>The words for misfire policies.</summary>
    public static IReadOnlyDictionary<string, MisfirePolicy> Misfires { get; } = Words<MisfirePolicy>();

    /// <summary>The word for a value of an enumeration, as it stands in JSON.</summary>
    public static string ToWord<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Reads one definition.</summary>
    /// <param name="json">An object, UTF-8.</param>
    /// <param name="id">Its id, which stands elsewhere.</param>
    /// <param name="faults">What is wrong with the text; none when there is a schedule. Rules of schedules are not asked.</param>
    /// <returns>Null when there are faults.</returns>
    public static Schedule? Read(ReadOnlyMemory<byte> json, string id, out ImmutableArray<string> faults)
    {
        var found = new List<string>();
        Schedule? schedule = null;
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            schedule = Read(document.RootElement, id, "The body", "", found);
        }
        catch (JsonException fault)
        {
            found.Add($"The body is not valid JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            found.Add("The body holds text that is no Unicode.");
        }
        faults = [.. found];
        return faults.IsEmpty ? schedule : null;
    }

    /// <summary>
    /// Reads a file: <c>{"schedules": {"ID": {…}, …}}</c>, each as in a request. Comments and trailing commas are allowed.
    /// </summary>
    /// <exception cref="InvalidScheduleException">It is not understood; every fault is named.</exception>
    public static ImmutableArray<Schedule> ReadFile(ReadOnlyMemory<byte> json)
    {
        var faults = new List<string>();
        var schedules = ImmutableArray.CreateBuilder<Schedule>();
        try
        {
            using var document = JsonDocument.Parse(json, FileOptions);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                var fields = new ScheduleFields(document.RootElement, "", faults);
                fields.Check("schedules");
                ReadAll(fields, faults, schedules);
            }
            else
            {
                faults.Add("The file must be a JSON object with the field schedules.");
            }
        }
        catch (JsonException fault)
        {
            faults.Add($"The file is not valid JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            faults.Add("The file holds text that is no Unicode.");
        }
        return faults.Count == 0 ? schedules.ToImmutable() : throw new InvalidScheduleException([.. faults]);
    }

    private static void ReadAll(ScheduleFields fields, List<string> faults, ImmutableArray<Schedule>.Builder schedules)
    {
        if (fields.Object("schedules") is not { } all)
        {
            if (!fields.Has("schedules"))
            {
                faults.Add("schedules is missing; give an object of schedules by their ids, {} for none.");
            }
            return;
        }
        foreach (var one in all.EnumerateObject())
        {
            var subject = $"Schedule '{one.Name}'";
            if (Read(one.Value, one.Name, subject, $"{subject}: ", faults) is { } schedule)
            {
                schedules.Add(schedule);
            }
        }
    }

    private static Schedule? Read(JsonElement element, string id, string subject, string prefix, List<string> faults)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{subject} must be a JSON object.");
            return null;
        }
        var fields = new ScheduleFields(element, prefix, faults);
        fields.Check(Fields);
        var schedule = new Schedule
        {
            Id = id,
            Cron = fields.Text("cron"),
            Every = fields.Duration("every"),
            RunAt = fields.Time("runAt"),
            Anchor = fields.Time("anchor"),
            Job = ReadJob(fields, prefix, faults),
            MaxFires = fields.Number("maxFires"),
            StartAt = fields.Time("startAt"),
            EndAt = fields.Time("endAt"),
            Description = fields.Text("description"),
            Tags = fields.Texts("tags"),
        };
        return schedule with
        {
            TimeZone = fields.Text("timeZone") ?? schedule.TimeZone,
            Overlap = fields.Word("overlap", Overlaps) ?? schedule.Overlap,
            Misfire = fields.Word("misfire", Misfires) ?? schedule.Misfire,
            CatchUp = fields.Duration("catchUp") ?? schedule.CatchUp,
            Jitter = fields.Duration("jitter") ?? schedule.Jitter,
        };
    }

    private static ScheduledJob ReadJob(ScheduleFields fields, string prefix, List<string> faults)
    {
        if (fields.Object("job") is not { } element)
        {
            if (!fields.Has("job"))
            {
                fields.Fault("job is missing; say what each fire enqueues, as {\"type\": …, \"payload\": …}.");
            }
            return new ScheduledJob { Type = "x", Payload = "{}"u8.ToArray() };
        }
        var job = new ScheduleFields(element, $"{prefix}job: ", faults);
        job.Check(JobFields);
        if (!job.Has("type"))
        {
            job.Fault("type is missing; name the job type.");
        }
        return new ScheduledJob
        {
            Type = job.Text("type") ?? "x",
            Payload = job.Raw("payload") ?? "{}"u8.ToArray(),
            Priority = job.Word("priority", Priorities) ?? Priority.Normal,
            MaxRetries = Narrow(job, job.Number("maxRetries")),
            Timeout = job.Duration("timeout"),
            ConcurrencyKey = job.Text("concurrencyKey"),
            Tags = job.Texts("tags"),
        };
    }

    private static int? Narrow(ScheduleFields job, long? number)
    {
        if (number is null or (>= int.MinValue and <= int.MaxValue))
        {
            return (int?)number;
        }
        job.Fault("maxRetries must be a whole number within 32 bits.");
        return null;
    }

    private static readonly Dictionary<string, Priority> Priorities =
        Names.Priorities.ToDictionary(priority => priority.ToName(), StringComparer.Ordinal);

    private static Dictionary<string, T> Words<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToDictionary(ToWord, StringComparer.Ordinal);
}
