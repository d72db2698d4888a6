using System.Collections.Frozen;
using ActorJobs.Handlers;

namespace ActorJobs.Client;

/// <summary>What a job gets when its request does not say.</summary>
/// <param name="MaxRetries">Setting MAX_RETRIES.</param>
/// <param name="Timeout">Setting JOB_TIMEOUT.</param>
/// <param name="MaxPayloadBytes">Largest payload.</param>
public sealed record JobDefaults(int MaxRetries, TimeSpan Timeout, int MaxPayloadBytes)
{
    /// <summary>3 retries, 5 minutes, 256 KiB.</summary>
    public static JobDefaults Standard { get; } =
        new(3, TimeSpan.FromMinutes(5), JobLimits.DefaultMaxPayloadBytes);

    /// <summary>
    /// What the job types say that this process has handlers for; it comes before the rest. Empty in a process without.
    /// </summary>
    public IReadOnlyDictionary<string, JobTypeOptions> Types { get; init; } =
        FrozenDictionary<string, JobTypeOptions>.Empty;
}
