namespace ActorJobs.Runtime.Cluster;

/// <summary>How crashed members are told from silent ones; from <c>actorjobs.crash-watch</c> in HOCON.</summary>
public sealed record CrashWatchSettings
{
    /// <summary>Connections that must be refused in a row.</summary>
    public int Probes { get; init; } = 3;

    /// <summary>Wait between them.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait for an answer; none is no refusal.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);
}
