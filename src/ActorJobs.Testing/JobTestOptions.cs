using ActorJobs.Client;

namespace ActorJobs.Testing;

/// <summary>How a test host runs.</summary>
public sealed record JobTestOptions
{
    /// <summary>What the clock says at first.</summary>
    /// <value>2030-01-01, midnight UTC.</value>
    public DateTimeOffset StartAt { get; init; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What jobs get that say nothing of it: MAX_RETRIES, JOB_TIMEOUT, MAX_PAYLOAD_BYTES.</summary>
    public JobDefaults Defaults { get; init; } = JobDefaults.Standard;

    /// <summary>How long a handler may take in real time before the test is told that it hangs.</summary>
    /// <value>30 s.</value>
    public TimeSpan HangTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
