using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Operations;
using ActorJobs.Runtime.Observation;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Stores;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Runtime.Worker;

/// <summary>What follows when outcomes are durable: the reader is told, watchers see it, the log says it.</summary>
internal sealed partial class NodeWorker
{
    private void OnWritten(IReadOnlyList<Ending> batch, ImmutableArray<OutcomeResult> results)
    {
        var ended = ImmutableArray.CreateBuilder<EndedJob>(batch.Count);
        HashSet<Lane>? ready = null;
        HashSet<Lane>? released = null;
        DateTimeOffset? due = null;
        for (var i = 0; i < batch.Count; i++)
        {
            var ending = batch[i];
            if (ending.Outcome is JobOutcome.Confirmed && results[i] == OutcomeResult.Stale)
            {
                _outcomes.Post(new Ending(
                    ending.Held, AttemptOutcome.Uncommitted(ending.Held, ending.Outcome, Node.Address,
                        SettingsOf(ending.Held.Job.Lane.Type)), null));
                continue;
            }
            Drop(ending.Held);
            ended.Add(new EndedJob(ending.Held.Job.Id, ending.Held.Claim, ending.Held.Partition));
            if (results[i] == OutcomeResult.Stale)
            {
                _meter.Stale();
                LogStale(ending.Held.Job.Lane.Type, ending.Held.Job.Id.ToString(), ending.Outcome.Job.Attempt);
                continue;
            }
            Note(ending, ref ready, ref released, ref due);
            if (!ending.Held.Job.Tags.IsEmpty && ending.Held.Job.Tags.Any(IsWorkflow))
            {
                NoteDue(ending.Outcome.FinishedAt, ending.Held.Job.Lane, ref ready, ref due); // others may have waited for it
            }
            Show(ending);
            if (ending.Held.Run != default)
            {
                JobSpans.Finished(ending.Held.Run, ending.Held.Job, ending.Outcome, _time.GetUtcNow());
            }
        }
        Ended?.Invoke(new QueueReaderProtocol.JobsEnded(
            Node, ended.DrainToImmutable(), ready is null ? [] : [.. ready], released is null ? [] : [.. released], due));
    }

    /// <summary>The job is held no more, or by the claim that waited for this one's end.</summary>
    private void Drop(HeldJob held)
    {
        if (held.End() is not { } next)
        {
            _held.TryRemove(new KeyValuePair<JobId, HeldJob>(held.Job.Id, held));
        }
        else if (_held.TryUpdate(held.Job.Id, next, held))
        {
            Take([next]);
        }
    }

    private static void Note(
        Ending ending, ref HashSet<Lane>? ready, ref HashSet<Lane>? released, ref DateTimeOffset? due)
    {
        switch (ending.Outcome)
        {
            case JobOutcome.Succeeded { Children.IsEmpty: false } success:
                foreach (var child in success.Children)
                {
                    NoteDue(child.RunAt, child.Lane, ref ready, ref due);
                }
                break;
            case JobOutcome.RetryAt retry:
                NoteDue(retry.At > retry.FinishedAt ? retry.At : null, ending.Held.Job.Lane, ref ready, ref due);
                break;
            case JobOutcome.Released:
                (released ??= []).Add(ending.Held.Job.Lane);
                break;
        }
    }

    private static void NoteDue(DateTimeOffset? at, Lane lane, ref HashSet<Lane>? ready, ref DateTimeOffset? due)
    {
        if (at is null)
        {
            (ready ??= []).Add(lane);
        }
        else if (due is null || at < due)
        {
            due = at;
        }
    }

    private static bool IsWorkflow(string tag) => tag.StartsWith(WorkflowBuilder.TagPrefix, StringComparison.Ordinal);

    private void Show(Ending ending)
    {
        var outcome = ending.Outcome;
        Show(ending.Held, outcome switch
        {
            JobOutcome.Succeeded or JobOutcome.Confirmed => JobState.Succeeded,
            JobOutcome.Failed => JobState.Failed,
            JobOutcome.Cancelled => JobState.Cancelled,
            JobOutcome.RetryAt retry when retry.At > retry.FinishedAt => JobState.Retrying,
            _ => JobState.Ready,
        }, outcome.FinishedAt);
    }

    private void Show(HeldJob held, JobState state, DateTimeOffset at)
    {
        if (_events.IsWatched)
        {
            var lane = held.Job.Lane;
            _events.Publish([new JobEvent.JobChanged(
                held.Job.Id, lane.Type, lane.Priority, state, held.Job.NextAttempt, at, Node.Address)]);
        }
    }

    private void LogOutcome(Attempt attempt, JobOutcome outcome, Exception? error)
    {
        switch (outcome)
        {
            case JobOutcome.RetryAt retry:
                LogRetry(attempt.Type, attempt.Id.ToString(), retry.Job.Attempt, retry.Error.Class.ToName(),
                    (retry.At - retry.FinishedAt).TotalSeconds, retry.Error.Message);
                break;
            case JobOutcome.Failed failed:
                LogFailed(attempt.Type, attempt.Id.ToString(), failed.Job.Attempt, failed.Error.Class.ToName(), error);
                break;
            default:
                if (_logger.IsEnabled(LogLevel.Debug))
                {
                    LogEnded(attempt.Type, attempt.Id.ToString(), outcome.Job.Attempt, outcome.GetType().Name,
                        (outcome.FinishedAt - outcome.StartedAt).TotalMilliseconds);
                }
                break;
        }
    }

    [LoggerMessage(1201, LogLevel.Debug, "Job {Type} {JobId} attempt {Attempt} ended {Outcome} after {Ms} ms")]
    private partial void LogEnded(string type, string jobId, int attempt, string outcome, double ms);

    [LoggerMessage(1202, LogLevel.Warning,
        "Job {Type} {JobId} attempt {Attempt} failed ({Class}); next try in {Seconds} s: {Reason}")]
    private partial void LogRetry(string type, string jobId, int attempt, string @class, double seconds, string reason);

    [LoggerMessage(1203, LogLevel.Error, "Job {Type} {JobId} failed for good at attempt {Attempt} ({Class})")]
    private partial void LogFailed(string type, string jobId, int attempt, string @class, Exception? error);

    [LoggerMessage(1204, LogLevel.Warning,
        "The outcome of {Type} {JobId} attempt {Attempt} was dropped: its claim no longer stands")]
    private partial void LogStale(string type, string jobId, int attempt);

    [LoggerMessage(1205, LogLevel.Warning,
        "The handler of {Type} {JobId} ignored its token for {Seconds} s; its slot was given up")]
    private partial void LogAbandoned(string type, string jobId, double seconds);

    [LoggerMessage(1206, LogLevel.Information, "The given-up handler of {Type} {JobId} has returned")]
    private partial void LogCameBack(string type, string jobId);

    [LoggerMessage(1207, LogLevel.Information, "Draining: {Running} jobs run and get up to {Seconds} s to end")]
    private partial void LogDraining(int running, double seconds);
}
