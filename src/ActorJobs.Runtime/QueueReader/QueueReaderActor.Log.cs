using Microsoft.Extensions.Logging;

namespace ActorJobs.Runtime.QueueReader;

internal sealed partial class QueueReaderActor
{
    [LoggerMessage(1001, LogLevel.Information,
        "The queue reader opened epoch {Epoch}: {Standing} jobs stand claimed, {Lanes} lanes hold ready jobs")]
    private partial void LogOpened(long epoch, int standing, int lanes);

    [LoggerMessage(1002, LogLevel.Warning, "The store failed at {Doing}; the queue reader opens anew in {Seconds} s")]
    private partial void LogStoreFailed(string doing, double seconds, Exception error);

    [LoggerMessage(1003, LogLevel.Warning,
        "Recovered the jobs of lost node {Node}: {Ready} ready again, {Failed} failed, {Cancelled} cancelled")]
    private partial void LogRecovered(string node, int ready, int failed, int cancelled);

    [LoggerMessage(1004, LogLevel.Information, "Worker node {Node} offers {Slots} slots")]
    private partial void LogWorkerJoined(string node, int slots);

    [LoggerMessage(1005, LogLevel.Warning, "{Count} jobs assigned to {Node} did not arrive there and were taken back")]
    private partial void LogTakenBack(string node, int count);

    [LoggerMessage(1007, LogLevel.Warning,
        "Jobs of type {Type} with priority {Priority} wait and no worker takes them; start one that does")]
    private partial void LogUntaken(string type, string priority);

    [LoggerMessage(1006, LogLevel.Information, "The queue reader of epoch {Epoch} stopped")]
    private partial void LogStopped(long epoch);
}
