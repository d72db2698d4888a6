namespace ActorJobs;

/// <summary>The named maxima of a job. Requests beyond them are refused with a clear answer.</summary>
public static class JobLimits
{
    /// <summary>Default largest payload, in bytes of JSON: 256 KiB.</summary>
    public const int DefaultMaxPayloadBytes = 256 * 1024;

    /// <summary>Largest result a handler may set, in bytes of JSON: 256 KiB.</summary>
    public const int MaxResultBytes = 256 * 1024;

    /// <summary>What a job type or the id of a schedule may hold.</summary>
    public const string NameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/-";

    /// <summary>Longest job type, in characters.</summary>
    public const int MaxTypeLength = 128;

    /// <summary>Longest unique or concurrency key, in characters.</summary>
    public const int MaxKeyLength = 256;

    /// <summary>Most tags of a job.</summary>
    public const int MaxTags = 16;

    /// <summary>Longest tag, in characters.</summary>
    public const int MaxTagLength = 64;

    /// <summary>Largest value of <c>maxRetries</c>.</summary>
    public const int MaxRetries = 100;

    /// <summary>Shortest time-out of an attempt.</summary>
    public static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest time-out of an attempt.</summary>
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(7);

    /// <summary>Furthest a job may be scheduled or a unique key held, from now.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(3660);

    /// <summary>Most jobs that a job may wait for.</summary>
    public const int MaxAfter = 1000;

    /// <summary>When a job is due that waits for others.</summary>
    public static readonly DateTimeOffset Never = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Most errors kept of a job; older ones go first.</summary>
    public const int MaxErrors = 20;

    /// <summary>Longest error message or detail, in characters.</summary>
    public const int MaxErrorLength = 4000;

    /// <summary>Most log lines kept of a job; older ones go first.</summary>
    public const int MaxLogLines = 200;

    /// <summary>Longest log line or progress message, in characters; longer ones are cut.</summary>
    public const int MaxLogLineLength = 1000;

    /// <summary>Most jobs a handler may enqueue in one attempt.</summary>
    public const int MaxChildren = 10_000;
}
