using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ActorJobs.Client;
using ActorJobs.Rules;
using ActorJobs.Schedules;

namespace ActorJobs.Dashboard.Text;

/// <summary>A job as it stands in a form; rules beyond reading are the gateway's own.</summary>
public sealed class JobDraft
{
    private ReadOnlyMemory<byte> _sealed;

    /// <summary>Job type.</summary>
    public string Type { get; set; } = "";

    /// <summary>JSON as typed; fixed when it is encrypted.</summary>
    public string Payload { get; set; } = "{}";

    /// <summary>Priority.</summary>
    public Priority Priority { get; set; } = Priority.Normal;

    /// <summary>Number of retries; empty for the default.</summary>
    public string? MaxRetries { get; set; }

    /// <summary>A duration such as 30s; empty for the default.</summary>
    public string? Timeout { get; set; }

    /// <summary>When to run, in UTC; null for at once.</summary>
    public DateTime? RunAt { get; set; }

    /// <summary>Unique key; empty for none.</summary>
    public string? UniqueKey { get; set; }

    /// <summary>Concurrency key; empty for none.</summary>
    public string? ConcurrencyKey { get; set; }

    /// <summary>Words separated by commas.</summary>
    public string? Tags { get; set; }

    /// <summary>True when the payload is encrypted, so that it is passed on as it is.</summary>
    public bool IsSealed => !_sealed.IsEmpty;

    /// <summary>A draft that repeats a job; its unique key and time are not taken over.</summary>
    public static JobDraft Of(JobSnapshot job) => new()
    {
        Type = job.Type,
        Payload = JsonText.IsEncrypted(job.Payload) ? "" : JsonText.Format(job.Payload),
        _sealed = JsonText.IsEncrypted(job.Payload) ? job.Payload : default,
        Priority = job.Priority,
        MaxRetries = job.MaxRetries.ToString(CultureInfo.InvariantCulture),
        Timeout = DurationText.Format(job.Timeout),
        ConcurrencyKey = job.ConcurrencyKey,
        Tags = string.Join(", ", job.Tags),
    };

    /// <summary>A draft of what a schedule enqueues.</summary>
    public static JobDraft Of(ScheduledJob job) => new()
    {
        Type = job.Type,
        Payload = JsonText.IsEncrypted(job.Payload) ? "" : JsonText.Format(job.Payload),
        _sealed = JsonText.IsEncrypted(job.Payload) ? job.Payload : default,
        Priority = job.Priority,
        MaxRetries = job.MaxRetries?.ToString(CultureInfo.InvariantCulture),
        Timeout = job.Timeout is { } timeout ? DurationText.Format(timeout) : null,
        ConcurrencyKey = job.ConcurrencyKey,
        Tags = string.Join(", ", job.Tags),
    };

    /// <summary>What cannot be read, as whole sentences.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Type))
        {
            faults.Add("A job type is needed.");
        }
        if (!IsSealed && JsonFault() is { } fault)
        {
            faults.Add(fault);
        }
        if (!string.IsNullOrWhiteSpace(MaxRetries) && Retries is null)
        {
            faults.Add($"Retries must be a whole number from 0 to {JobLimits.MaxRetries}.");
        }
        if (!string.IsNullOrWhiteSpace(Timeout) && Limit is null)
        {
            faults.Add("The time-out must be a duration such as 30s or 5m.");
        }
        return faults;
    }

    /// <summary>The request; call when there are no faults.</summary>
    public JobRequest ToRequest() => new(Type.Trim(), PayloadBytes, new EnqueueOptions
    {
        Priority = Priority,
        MaxRetries = Retries,
        Timeout = Limit,
        RunAt = RunAt is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null,
        UniqueKey = Given(UniqueKey),
        ConcurrencyKey = Given(ConcurrencyKey),
        Tags = TagList,
    });

    /// <summary>What a schedule enqueues; call when there are no faults.</summary>
    public ScheduledJob ToScheduled() => new()
    {
        Type = Type.Trim(),
        Payload = PayloadBytes,
        Priority = Priority,
        MaxRetries = Retries,
        Timeout = Limit,
        ConcurrencyKey = Given(ConcurrencyKey),
        Tags = TagList,
    };

    private ReadOnlyMemory<byte> PayloadBytes => IsSealed ? _sealed : Encoding.UTF8.GetBytes(Payload);

    private int? Retries => int.TryParse(MaxRetries, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private TimeSpan? Limit => DurationText.TryParse(Timeout?.Trim(), out var span) ? span : null;

    private ImmutableArray<string> TagList =>
        [.. (Tags ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];

    private string? JsonFault()
    {
        try
        {
            using var document = JsonDocument.Parse(Payload);
            return null;
        }
        catch (JsonException exception)
        {
            return $"The payload is no JSON: line {exception.LineNumber + 1}, character {exception.BytePositionInLine + 1}.";
        }
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
