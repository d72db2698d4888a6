using ActorJobs.Client;
using ActorJobs.Rules;

namespace ActorJobs.Handlers;

/// <summary>What holds for all jobs of a type; null members leave what the process's settings say.</summary>
public sealed record JobTypeOptions
{
    /// <summary>Nothing.</summary>
    public static JobTypeOptions None { get; } = new();

    /// <summary>Urgency of a job whose request names none.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Attempts after the first, 0 to 100, of a job whose request names no number.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>Longest time of one attempt, of a job whose request names none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Makes the unique key of a job whose request names none.</summary>
    public KeyTemplate? UniqueKey { get; init; }

    /// <summary>Goes with a key made by <see cref="UniqueKey"/>.</summary>
    public TimeSpan? UniqueFor { get; init; }

    /// <summary>Goes with a key made by <see cref="UniqueKey"/>: what happens when another live job holds it.</summary>
    public UniquePolicy? OnDuplicate { get; init; }

    /// <summary>Makes the concurrency key of a job whose request names none.</summary>
    public KeyTemplate? ConcurrencyKey { get; init; }

    /// <summary>Waits after recoverable errors; applied by the node that ran the attempt.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>Most jobs of the type that run at a time in the whole cluster, 1 or more.</summary>
    public int? MaxRunning { get; init; }

    /// <summary>Most jobs of the type that run at a time with the same concurrency key, 1 or more.</summary>
    /// <value>Null: 1.</value>
    public int? MaxRunningPerKey { get; init; }

    /// <summary>Most jobs of the type that are handed out in a period, in the whole cluster.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>True when a limit is set that the queue reader must keep.</summary>
    public bool IsLimited => MaxRunning is not null || MaxRunningPerKey is not null || RateLimit is not null;

    /// <summary>Fills in what a request leaves open.</summary>
    /// <param name="options">The request's.</param>
    /// <param name="payload">Its arguments, which keys are made from.</param>
    /// <param name="fault">Told what is wrong, as whole sentences.</param>
    internal EnqueueOptions Complete(EnqueueOptions options, ReadOnlyMemory<byte> payload, Action<string> fault)
    {
        var uniqueKey = options.UniqueKey ?? Key("uniqueKey", UniqueKey, payload, fault);
        return options with
        {
            Priority = options.Priority ?? Priority,
            MaxRetries = options.MaxRetries ?? MaxRetries,
            Timeout = options.Timeout ?? Timeout,
            UniqueKey = uniqueKey,
            UniqueFor = options.UniqueFor ?? (options.UniqueKey is null && uniqueKey is not null ? UniqueFor : null),
            OnDuplicate = options.OnDuplicate ?? (options.UniqueKey is null && uniqueKey is not null ? OnDuplicate : null),
            ConcurrencyKey = options.ConcurrencyKey ?? Key("concurrencyKey", ConcurrencyKey, payload, fault),
        };
    }

    private static string? Key(string name, KeyTemplate? template, ReadOnlyMemory<byte> payload, Action<string> fault)
    {
        if (template is null)
        {
            return null;
        }
        if (Payloads.EncryptedEnvelope.Is(payload.Span))
        {
            fault($"{name} cannot be made from an encrypted payload as '{template.Text}' asks; give one with the job.");
            return null;
        }
        if (!template.TryResolve(payload, out var key, out var missing))
        {
            fault($"{name} is made as '{template.Text}', but the payload has no {missing} that is text or a number.");
        }
        return key;
    }
}
