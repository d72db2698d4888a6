using System.Collections.Immutable;
using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Operations;

/// <summary>
/// Records outcomes. The fence is the standing claim: once a job has left it, by an outcome, a release or a recovery,
/// every other outcome under that claim is stale.
/// </summary>
internal static class Finishing
{
    /// <summary>Records each outcome whose claim stands.</summary>
    public static ImmutableArray<OutcomeResult> Run(StoreTables tables, ImmutableArray<JobOutcome> outcomes)
    {
        var results = ImmutableArray.CreateBuilder<OutcomeResult>(outcomes.Length);
        foreach (var outcome in outcomes)
        {
            results.Add(Finish(tables, outcome));
        }
        return results.MoveToImmutable();
    }

    private static OutcomeResult Finish(StoreTables tables, JobOutcome outcome)
    {
        if (outcome is JobOutcome.Confirmed)
        {
            var ended = tables.History.Head(outcome.Job.Id);
            return ended is { State: JobState.Succeeded } && ended.Used == outcome.Job.Attempt
                ? OutcomeResult.Recorded
                : OutcomeResult.Stale;
        }
        if (!tables.Claims.TryGet(outcome.Claim, outcome.Job, out var standing))
        {
            return OutcomeResult.Stale;
        }
        tables.Claims.Remove(outcome.Job.Id);
        if (outcome is JobOutcome.Succeeded succeeded)
        {
            Succeed(tables, standing, succeeded);
            return OutcomeResult.Recorded;
        }
        // The claim stands, so the row is there.
        var head = tables.Jobs.Head(outcome.Job.Id)!;
        switch (outcome)
        {
            case JobOutcome.RetryAt retry when !head.CancelRequested:
                Retry(tables, standing, head, retry);
                break;
            case JobOutcome.Released when !head.CancelRequested:
                tables.Counts.Move(head.Lane, JobState.Running, JobState.Ready);
                break;
            case JobOutcome.RetryAt retry:
                End(tables, standing, head, outcome, JobState.Cancelled, retry.Error);
                break;
            case JobOutcome.Failed failed:
                End(tables, standing, head, outcome,
                    head.CancelRequested ? JobState.Cancelled : JobState.Failed, failed.Error);
                break;
            default:
                End(tables, standing, head, outcome, JobState.Cancelled, error: null);
                break;
        }
        return OutcomeResult.Recorded;
    }

    private static void Succeed(StoreTables tables, StandingRow standing, JobOutcome.Succeeded outcome)
    {
        var id = outcome.Job.Id;
        var uniqueKey = standing.HasUniqueKey ? tables.Jobs.Head(id)!.UniqueKey : null;
        Ending.End(tables, id, standing.Lane, JobState.Running, uniqueKey, new JobEnd
        {
            State = JobState.Succeeded,
            At = outcome.FinishedAt,
            Used = standing.Attempt,
            StartedAt = outcome.StartedAt,
            Node = standing.Claim.Node.Address,
            Result = outcome.Result.Span,
        });
        if (outcome.Children.IsDefaultOrEmpty)
        {
            return;
        }
        foreach (var child in outcome.Children)
        {
            _ = Enqueuing.Add(tables, child);
        }
    }

    private static void Retry(StoreTables tables, StandingRow standing, JobHead head, JobOutcome.RetryAt outcome)
    {
        var state = outcome.At > outcome.FinishedAt ? JobState.Retrying : JobState.Ready;
        var position = state == JobState.Ready ? tables.Sequences.NextPosition() : 0;
        tables.Jobs.EndAttempt(head.Id, new AttemptEnd(
            state, position, outcome.At, standing.Attempt, Interruptions: 0, outcome.StartedAt, standing.Claim.Node.Address,
            StoredForms.AppendError(head.Errors, outcome.Error)));
        tables.Counts.Move(head.Lane, JobState.Running, state);
    }

    private static void End(
        StoreTables tables, StandingRow standing, JobHead head, JobOutcome outcome, JobState state, JobError? error) =>
        Ending.End(tables, head.Id, head.Lane, JobState.Running, head.UniqueKey, new JobEnd
        {
            State = state,
            At = outcome.FinishedAt,
            Used = standing.Attempt,
            StartedAt = outcome.StartedAt,
            Node = standing.Claim.Node.Address,
            Errors = error is null ? null : StoredForms.AppendError(head.Errors, error),
        });
}
