using ActorJobs.Operations;
using ActorJobs.Runtime.Client;
using ActorJobs.Runtime.Events;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Runtime.Worker;
using ActorJobs.Stores;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Runtime.Operations;

/// <summary>Makes a change in the store and then tells whoever must act on it.</summary>
internal sealed partial class StoreJobOperations(
    IJobChanges store, ReaderHints hints, QueueReaders readers, Func<Priority, IActorRef> region, JobEventHub events,
    TimeProvider time, ILogger<StoreJobOperations> logger) : IJobOperations
{
    private const int BulkBatch = 500;
    private const int CancelTries = 5;
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(1);
    private readonly ILogger _logger = logger;

    public async Task<ChangeResult> CancelAsync(JobId id, CancellationToken cancellationToken)
    {
        var result = await store.CancelAsync(id, time.GetUtcNow(), cancellationToken);
        if (result.Running is { } running)
        {
            _ = TellNodeAsync(running);
        }
        return result;
    }

    public async Task<ChangeResult> RetryAsync(JobId id, CancellationToken cancellationToken)
    {
        var result = await store.RetryAsync(id, time.GetUtcNow(), cancellationToken);
        if (result.Lane is { } lane)
        {
            hints.Note([lane]);
            hints.Send();
            Show(id, lane);
        }
        return result;
    }

    public Task<ChangeResult> DeleteAsync(JobId id, CancellationToken cancellationToken) =>
        store.DeleteAsync(id, cancellationToken);

    public async Task<long> ChangeManyAsync(BulkChange change, JobFilter filter, CancellationToken cancellationToken)
    {
        var affected = 0L;
        BulkResult result;
        var asOf = time.GetUtcNow();
        do
        {
            result = await store.ChangeManyAsync(change, filter, asOf, BulkBatch, cancellationToken);
            affected += result.Affected;
            foreach (var running in result.Running)
            {
                _ = TellNodeAsync(running);
            }
            if (result.Lanes.Length > 0)
            {
                hints.Note(result.Lanes);
                hints.Send();
            }
        }
        while (result.More);
        return affected;
    }

    public async Task PauseAsync(Pause pause, CancellationToken cancellationToken)
    {
        await store.PauseAsync(pause, cancellationToken);
        readers.Tell(QueueReaderProtocol.RefreshPauses.Instance);
    }

    public async Task<bool> ResumeAsync(Pause pause, CancellationToken cancellationToken)
    {
        var removed = await store.ResumeAsync(pause, cancellationToken);
        readers.Tell(QueueReaderProtocol.RefreshPauses.Instance);
        return removed;
    }

    /// <summary>
    /// The mark is durable; the message only makes it quick. It is repeated while the node may be busy.
    /// </summary>
    private async Task TellNodeAsync(RunningJob running)
    {
        for (var attempt = 1; attempt <= CancelTries; attempt++)
        {
            try
            {
                await region(running.Priority).Ask<WorkerProtocol.CancelNoted>(
                    new WorkerProtocol.CancelJob(running.Node, running.Id), CancelPatience);
                return;
            }
            catch (AskTimeoutException)
            {
                LogUnanswered(running.Id.ToString(), running.Node.ToString(), attempt);
            }
        }
    }

    private void Show(JobId id, Lane lane)
    {
        if (events.IsWatched)
        {
            events.Publish([new JobEvent.JobChanged(
                id, lane.Type, lane.Priority, JobState.Ready, 0, time.GetUtcNow(), null)]);
        }
    }

    [LoggerMessage(1421, LogLevel.Warning, "The cancel of job {JobId} was not answered by {Node} (try {Attempt})")]
    private partial void LogUnanswered(string jobId, string node, int attempt);
}
