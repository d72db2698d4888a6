namespace ActorJobs;

/// <summary>What becomes of a job whose unique key another live job holds.</summary>
public enum UniquePolicy
{
    /// <summary>The one that is there stays; the new one is not added but answered as its duplicate. The default.</summary>
    Keep = 0,

    /// <summary>
    /// While the one that is there has not started, it is cancelled and the new one takes its place. While it runs, the new one is a
    /// duplicate.
    /// </summary>
    Replace = 1,

    /// <summary>
    /// As <see cref="Replace"/>, but behind one that runs the new one is added as well and takes the key, so what was enqueued last is
    /// always run. The one that runs is still tried again if it fails. Give them a concurrency key if they must not run at the same time.
    /// </summary>
    Latest = 2,
}
