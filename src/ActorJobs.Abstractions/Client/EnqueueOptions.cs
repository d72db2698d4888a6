namespace ActorJobs.Client;

/// <summary>How a job is to run; every member may be left out.</summary>
public sealed record EnqueueOptions
{
    /// <summary>Urgency.</summary>
    /// <value>Normal.</value>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>Not before this time. Not together with <see cref="Delay"/>; a past time means at once.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>Not before this long from now; 0 to ten years.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Attempts after the first, 0 to 100.</summary>
    /// <value>Null: the setting MAX_RETRIES of the process that enqueues.</value>
    public int? MaxRetries { get; init; }

    /// <summary>Longest time of one attempt, 100 ms to 7 days.</summary>
    /// <value>Null: the setting JOB_TIMEOUT of the process that enqueues.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// While a job of the same type and key is live, another is answered as its duplicate and not added.
    /// </summary>
    public string? UniqueKey { get; init; }

    /// <summary>Holds <see cref="UniqueKey"/> for at least so long, even when the job has ended; needs a key.</summary>
    public TimeSpan? UniqueFor { get; init; }

    /// <summary>At most one job with the same key runs at a time in the cluster.</summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>Words to find the job by; at most 16 of at most 64 characters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>
    /// Identity chosen by the caller, so that repeating an unsure enqueue cannot double it; null for a new one.
    /// </summary>
    public JobId? Id { get; init; }
}

/// <summary>One job of a batch.</summary>
/// <param name="Type">Job type.</param>
/// <param name="Payload">Arguments as UTF-8 JSON; taken as they are.</param>
/// <param name="Options">How it is to run; null for the defaults.</param>
public sealed record JobRequest(string Type, ReadOnlyMemory<byte> Payload, EnqueueOptions? Options = null)
{
    /// <summary>Writes arguments as JSON into a request.</summary>
    public static JobRequest For<TArgs>(string type, TArgs args, EnqueueOptions? options = null) =>
        new(type, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(args, Json.JobJson.Options), options);
}
