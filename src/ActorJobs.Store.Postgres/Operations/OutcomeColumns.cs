using System.Text.Json;
using ActorJobs.Stores.Postgres.Connections;
using ActorJobs.Stores.Postgres.Writing;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Outcomes as arrays of columns.</summary>
internal static class OutcomeColumns
{
    private const short WantsRetry = (short)JobState.Retrying;
    private const short GivenBack = (short)JobState.Ready;

    /// <summary>Adds <c>finish_ended</c> or <c>complete</c> with its parameters.</summary>
    public static void AddEnded(StatementBatch batch, string statement, JobOutcome[] outcomes) => AddKeys(batch, statement, outcomes)
        .With(Array.ConvertAll(outcomes, StateOf))
        .With(Array.ConvertAll(outcomes, outcome => outcome.StartedAt.UtcDateTime))
        .With(Array.ConvertAll(outcomes, outcome => outcome.FinishedAt.UtcDateTime))
        .With(Array.ConvertAll(outcomes, outcome => ErrorOf(outcome) is { } error ? ToText(error) : null))
        .With(Array.ConvertAll(outcomes, ResultOf));

    /// <summary>Adds <c>finish_retried</c> with its parameters.</summary>
    public static void AddRetried(StatementBatch batch, JobOutcome.RetryAt[] outcomes) =>
        AddKeys(batch, "finish_retried", outcomes)
        .With(Array.ConvertAll(outcomes, outcome => outcome.StartedAt.UtcDateTime))
        .With(Array.ConvertAll(outcomes, outcome => outcome.At.UtcDateTime))
        .With(Array.ConvertAll(outcomes, outcome => (short)(outcome.At > outcome.FinishedAt ? JobState.Retrying : JobState.Ready)))
        .With(Array.ConvertAll(outcomes, outcome => ToText(outcome.Error)));

    /// <summary>Adds a statement that takes claims, jobs and attempts.</summary>
    public static StatementBatch AddKeys(StatementBatch batch, string statement, JobOutcome[] outcomes) => batch.Add(statement)
        .With(Array.ConvertAll(outcomes, outcome => outcome.Claim.Value))
        .With(Array.ConvertAll(outcomes, outcome => outcome.Job.Id.Value))
        .With(Array.ConvertAll(outcomes, outcome => outcome.Job.Attempt));

    /// <summary>An error as JSON.</summary>
    public static string ToText(JobError error) => JsonSerializer.Serialize(
        error with
        {
            Message = StoredForms.Cut(error.Message, JobLimits.MaxErrorLength),
            Detail = error.Detail is null ? null : StoredForms.Cut(error.Detail, JobLimits.MaxErrorLength),
        },
        StoredJson.Default.JobError);

    private static short StateOf(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Succeeded => (short)JobState.Succeeded,
        JobOutcome.Failed => (short)JobState.Failed,
        JobOutcome.Cancelled => (short)JobState.Cancelled,
        JobOutcome.RetryAt => WantsRetry,
        _ => GivenBack,
    };

    private static JobError? ErrorOf(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Failed failed => failed.Error,
        JobOutcome.RetryAt retry => retry.Error,
        _ => null,
    };

    private static byte[]? ResultOf(JobOutcome outcome) =>
        outcome is JobOutcome.Succeeded { Result.IsEmpty: false } succeeded ? JobColumns.Bytes(succeeded.Result) : null;
}
