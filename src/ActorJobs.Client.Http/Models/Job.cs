using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorJobs.Client.Http;

/// <summary>A job as the gateway shows it.</summary>
public sealed record Job
{
    /// <summary>Identity.</summary>
    public required JobId Id { get; init; }

    /// <summary>Names the handler.</summary>
    public required string Type { get; init; }

    /// <summary>Urgency.</summary>
    public required Priority Priority { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>Number of the running or last attempt; 0 before the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>Attempts after the first.</summary>
    public required int MaxRetries { get; init; }

    /// <summary>When it was enqueued.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was or will be due; null while it waits for other jobs, and when it was cancelled then.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>Jobs that it still waits for; empty in lists.</summary>
    public IReadOnlyList<JobId> After { get; init; } = [];

    /// <summary>When the running or last attempt was handed to a node.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it reached a final state.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary><c>host:port</c> of the node that runs or ran it last.</summary>
    public string? Node { get; init; }

    /// <summary>Arguments; an envelope when they are encrypted.</summary>
    public JsonElement Payload { get; init; }

    /// <summary>Last reported progress.</summary>
    public JobProgress? Progress { get; init; }

    /// <summary>What the handler set as result; null when it set none.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Errors of the attempts, oldest first; at most 20 are kept.</summary>
    public IReadOnlyList<JobError> Errors { get; init; } = [];

    /// <summary>Log lines of the attempts, oldest first; null in lists.</summary>
    public IReadOnlyList<JobLogLine>? Log { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Unique key, if any.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>Concurrency key, if any.</summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>The job whose handler enqueued it.</summary>
    public JobId? Parent { get; init; }

    /// <summary>Longest time of one attempt.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>True once a cancel was asked for while it ran.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>
    /// Id of the trace in which it was enqueued, 32 hexadecimal digits; null when that was not recorded, and from a gateway
    /// too old to say it.
    /// </summary>
    public string? TraceId { get; init; }

    /// <summary>What a newer gateway says besides.</summary>
    [JsonExtensionData]
#pragma warning disable CA2227 // the reader fills it; what is required binds to the constructor, this must not
    public IDictionary<string, JsonElement>? Other { get; set; }
#pragma warning restore CA2227

    /// <summary>True when nothing more happens to it by itself: succeeded, failed or cancelled.</summary>
    [JsonIgnore]
    public bool IsFinal => State is JobState.Succeeded or JobState.Failed or JobState.Cancelled;
}

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">Newest first, without logs.</param>
/// <param name="NextCursor">Where to read on; null at the end.</param>
public sealed record JobList(IReadOnlyList<Job> Jobs, string? NextCursor);
