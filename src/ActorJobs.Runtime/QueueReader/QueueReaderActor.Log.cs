using Microsoft.Extensions.Logging;

namespace ActorJobs.Runtime.QueueReader;

internal sealed partial class QueueReaderActor
{
    [LoggerMessage(1001, LogLevel.Information,
        "The queue reader{Of} opened epoch {Epoch}: {Standing} jobs stand claimed, {Lanes} lanes hold ready jobs")]
    private partial void LogOpened(string of, long epoch, int standing, int lanes);

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

    [LoggerMessage(1006, LogLevel.Information, "The queue reader{Of} of epoch {Epoch} stopped")]
    private partial void LogStopped(string of, long epoch);

    [LoggerMessage(1008, LogLevel.Warning,
        "The oldest worker {Node} is set to QUEUE_PARTITIONS={Count}, this one to {Own}: it hands out nothing while that one is " +
        "there; set all nodes alike")]
    private partial void LogPartedOtherwise(string node, int count, int own);
}
