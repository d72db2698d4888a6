namespace ActorJobs.Runtime.Worker;

/// <summary>Why an attempt's token fired.</summary>
internal enum StopReason
{
    None,
    Cancelled,
    TimedOut,
    Stuck,
    Shutdown,
}
